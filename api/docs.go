package api

import (
	"embed"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"

	"github.com/labstack/echo/v4"
)

//go:embed docs/index.html docs/start.js docs/swagger-ui.css docs/swagger-ui-bundle.js docs/favicon-32x32.png
//go:embed docs/LICENSE docs/NOTICE docs/swagger-ui-bundle.js.LICENSE.txt
var docsFiles embed.FS

// docsPolicy lets the page run its own script and nothing else. It styles elements one
// by one, and shows images it makes itself.
const docsPolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
	"connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

// registerDocs serves the page that shows the document.
func registerDocs(e *echo.Echo) error {
	entries, err := fs.ReadDir(docsFiles, "docs")
	if err != nil {
		return fmt.Errorf("api docs: %w", err)
	}
	e.GET("/docs", func(c echo.Context) error { return c.Redirect(http.StatusMovedPermanently, "/docs/") })
	for _, entry := range entries {
		data, err := docsFiles.ReadFile("docs/" + entry.Name())
		if err != nil {
			return fmt.Errorf("api docs: %w", err)
		}
		route := "/docs/" + entry.Name()
		if entry.Name() == "index.html" {
			route = "/docs/"
		}
		media := mime.TypeByExtension(path.Ext(entry.Name()))
		if media == "" {
			media = "text/plain; charset=utf-8"
		}
		e.GET(route, func(c echo.Context) error {
			c.Response().Header().Set(echo.HeaderContentSecurityPolicy, docsPolicy)
			return c.Blob(http.StatusOK, media, data)
		})
	}
	return nil
}
