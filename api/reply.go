package api

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
	"golang.org/x/text/language"

	"chuangmai/phrase"
	"chuangmai/report"
)

// languageOf returns in which language, or in both, a request wants its sentences.
func languageOf(r *http.Request) report.Language {
	l := report.Language{Lang: phrase.Zh, Both: r.URL.Query().Get("both") == "true"}
	wanted, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil || len(wanted) == 0 {
		return l
	}
	matcher := language.NewMatcher([]language.Tag{language.SimplifiedChinese, language.English})
	if _, i, confidence := matcher.Match(wanted...); i == 1 && confidence > language.No {
		l.Lang = phrase.En
	}
	return l
}

// tagOf is the language's name in a Content-Language header.
func tagOf(l phrase.Lang) string {
	if l == phrase.En {
		return "en"
	}
	return "zh-CN"
}

// problem words a failure for a call.
func (f *failure) problem(c *call) Problem {
	title := phrase.Message{Code: "api." + f.code, Params: f.params}
	p := Problem{
		Type: problemType + f.code, Code: f.code, Status: statusOf(f.code), RequestID: c.id,
		Title: title.Render(c.language.Lang),
	}
	if c.language.Both {
		p.TitleZh, p.TitleEn = title.Render(phrase.Zh), title.Render(phrase.En)
	}
	for _, i := range f.items {
		message := c.language.Sentence(i.sentence())
		p.Errors = append(p.Errors, ProblemItem{
			Pointer: i.pointer, Parameter: i.parameter, Code: i.code, Params: i.params,
			Message: message.Text, MessageZh: message.Zh, MessageEn: message.En,
		})
	}
	if len(p.Errors) > 0 {
		p.Detail = p.Errors[0].where() + p.Errors[0].Message
	}
	return p
}

// where names the place that is wrong, before its sentence.
func (i ProblemItem) where() string {
	switch {
	case i.Parameter != "":
		return i.Parameter + ": "
	case i.Pointer != nil && *i.Pointer != "":
		return *i.Pointer + ": "
	}
	return ""
}

// writeProblem answers with a failure. Nothing is written to a caller who has gone.
func writeProblem(c echo.Context, f *failure) error {
	w := c.Response()
	status := statusOf(f.code)
	if w.Committed || f.code == codeClientClosed {
		w.Status = status
		return nil
	}
	body, err := json.Marshal(f.problem(callOf(c.Request().Context())))
	if err != nil {
		return err
	}
	header := w.Header()
	header.Set(echo.HeaderContentType, problemMedia)
	header.Set("Cache-Control", "no-store")
	if f.retry > 0 {
		header.Set("Retry-After", strconv.Itoa(max(1, int(f.retry.Seconds()))))
	}
	switch f.code {
	case codeTokenRequired:
		header.Set(echo.HeaderWWWAuthenticate, wwwAuthenticate)
	case codeTokenUnknown:
		header.Set(echo.HeaderWWWAuthenticate, wwwAuthenticateUnknown)
	case codeMethodNotAllowed:
		if allow := header.Get(echo.HeaderAllow); strings.Contains(allow, http.MethodGet) {
			header.Set(echo.HeaderAllow, allow+", "+http.MethodHead)
		}
	}
	w.WriteHeader(status)
	_, err = w.Write(body)
	return err
}
