// Package configs holds the settings: their embedded defaults, which document them, and
// the loader that lays file, environment and flags over them.
package configs

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/go-viper/mapstructure/v2"
	"github.com/spf13/viper"
)

//go:embed default.yaml
var defaults []byte

// Defaults returns the documented defaults as they are embedded.
func Defaults() []byte { return bytes.Clone(defaults) }

// EnvPrefix begins the names of environment variables that set something.
const EnvPrefix = "CHUANGMAI"

// Settings are all settings. Meaning, unit and default of each field stand in
// default.yaml under the same name.
type Settings struct {
	Store    Store    `mapstructure:"store"`
	Neo4j    Neo4j    `mapstructure:"neo4j"`
	Feed     Feed     `mapstructure:"feed"`
	Server   Server   `mapstructure:"server"`
	Access   Access   `mapstructure:"access"`
	Match    Match    `mapstructure:"match"`
	Coverage Coverage `mapstructure:"coverage"`
	Log      Log      `mapstructure:"log"`
}

// Store says where the network is kept.
type Store struct {
	Kind         string `mapstructure:"kind"`
	DataDir      string `mapstructure:"data_dir"`
	LogKeepDays  int    `mapstructure:"log_keep_days"`
	LogKeepItems int64  `mapstructure:"log_keep_items"`
}

// Neo4j says where the server is.
type Neo4j struct {
	URI          string `mapstructure:"uri"`
	User         string `mapstructure:"user"`
	PasswordFile string `mapstructure:"password_file"`
	Database     string `mapstructure:"database"`
}

// Feed says how changes reach the picture and the index.
type Feed struct {
	Poll  time.Duration `mapstructure:"poll"`
	Group int           `mapstructure:"group"`
}

// Server bounds what the service takes.
type Server struct {
	Listen         string        `mapstructure:"listen"`
	RequestTimeout time.Duration `mapstructure:"request_timeout"`
	WaitTimeout    time.Duration `mapstructure:"wait_timeout"`
	BodyLimit      int64         `mapstructure:"body_limit"`
	UploadLimit    int64         `mapstructure:"upload_limit"`
	JSONDepth      int           `mapstructure:"json_depth"`
	Rate           float64       `mapstructure:"rate"`
	Burst          int           `mapstructure:"burst"`
	TrustedProxies []string      `mapstructure:"trusted_proxies"`
	Drain          time.Duration `mapstructure:"drain"`
}

// Access says who may do what.
type Access struct {
	TokensFile string   `mapstructure:"tokens_file"`
	Hosts      []string `mapstructure:"hosts"`
}

// Match holds the numbers of matching that an operator may change.
type Match struct {
	RadiusCountyKm float64 `mapstructure:"radius_county_km"`
	RadiusCityKm   float64 `mapstructure:"radius_city_km"`
	GroupLimit     int     `mapstructure:"group_limit"`
	StaleDays      int     `mapstructure:"stale_days"`
	WeightsFile    string  `mapstructure:"weights_file"`
}

// Coverage holds the numbers from which the planner's coverage is computed.
type Coverage struct {
	Grades        map[string]float64 `mapstructure:"grades"`
	ReachKm       map[string]float64 `mapstructure:"reach_km"`
	Open          map[string]float64 `mapstructure:"open"`
	MinShare      float64            `mapstructure:"min_share"`
	StaleDays     int                `mapstructure:"stale_days"`
	FarKm         float64            `mapstructure:"far_km"`
	CapacityHours float64            `mapstructure:"capacity_hours"`
}

// Log says what is logged and how.
type Log struct {
	Level  string `mapstructure:"level"`
	Format string `mapstructure:"format"`
}

// Load lays a file (path, "" for none), the environment and overrides (by full key,
// such as "server.listen") over the defaults and checks the result. A key that is
// not a setting is an error that names it.
func Load(path string, overrides map[string]string) (Settings, error) {
	v := viper.New()
	v.SetConfigType("yaml")
	v.SetEnvPrefix(EnvPrefix)
	v.SetEnvKeyReplacer(strings.NewReplacer(".", "_"))
	v.AutomaticEnv()
	if err := v.ReadConfig(bytes.NewReader(defaults)); err != nil {
		return Settings{}, fmt.Errorf("built-in settings: %w", err)
	}
	if path != "" {
		data, err := os.ReadFile(path) //nolint:gosec // a file the user names
		if err != nil {
			return Settings{}, fmt.Errorf("settings: %w", err)
		}
		if err := v.MergeConfig(bytes.NewReader(data)); err != nil {
			return Settings{}, fmt.Errorf("settings in %s: %w", path, err)
		}
	}
	for key, value := range overrides {
		v.Set(key, value)
	}
	var s Settings
	hooks := viper.DecodeHook(mapstructure.ComposeDecodeHookFunc(
		mapstructure.StringToTimeDurationHookFunc(), mapstructure.StringToSliceHookFunc(",")))
	if err := v.UnmarshalExact(&s, hooks); err != nil {
		return Settings{}, fmt.Errorf("settings: %w", err)
	}
	if err := s.check(); err != nil {
		return Settings{}, fmt.Errorf("settings: %w", err)
	}
	return s, nil
}

// check reports every value that cannot work.
func (s Settings) check() error {
	var errs []error
	oneOf := func(key, value string, allowed ...string) {
		for _, a := range allowed {
			if value == a {
				return
			}
		}
		errs = append(errs, fmt.Errorf("%s: %q is not one of %s", key, value, strings.Join(allowed, ", ")))
	}
	positive := func(key string, value float64) {
		if !(value > 0) {
			errs = append(errs, fmt.Errorf("%s: must be above 0", key))
		}
	}
	oneOf("store.kind", s.Store.Kind, "local", "neo4j")
	oneOf("log.level", s.Log.Level, "debug", "info", "warn", "error")
	oneOf("log.format", s.Log.Format, "text", "json")
	if s.Store.DataDir == "" {
		errs = append(errs, errors.New("store.data_dir: must not be empty"))
	}
	if scheme, host, found := strings.Cut(s.Neo4j.URI, "://"); !found || host == "" ||
		!slices.Contains([]string{"bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc"}, scheme) {
		errs = append(errs, fmt.Errorf("neo4j.uri: %q is not an address such as bolt://127.0.0.1:7687", s.Neo4j.URI))
	}
	positive("store.log_keep_days", float64(s.Store.LogKeepDays))
	positive("store.log_keep_items", float64(s.Store.LogKeepItems))
	positive("feed.poll", s.Feed.Poll.Seconds())
	positive("feed.group", float64(s.Feed.Group))
	positive("server.request_timeout", s.Server.RequestTimeout.Seconds())
	positive("server.wait_timeout", s.Server.WaitTimeout.Seconds())
	positive("server.body_limit", float64(s.Server.BodyLimit))
	positive("server.upload_limit", float64(s.Server.UploadLimit))
	positive("server.json_depth", float64(s.Server.JSONDepth))
	positive("server.drain", s.Server.Drain.Seconds())
	positive("match.radius_county_km", s.Match.RadiusCountyKm)
	positive("match.radius_city_km", s.Match.RadiusCityKm)
	positive("match.group_limit", float64(s.Match.GroupLimit))
	positive("match.stale_days", float64(s.Match.StaleDays))
	if s.Server.Rate < 0 || s.Server.Burst < 0 {
		errs = append(errs, errors.New("server.rate, server.burst: must not be negative"))
	}
	return errors.Join(errs...)
}
