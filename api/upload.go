package api

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
)

// uploadMedia is the media type of files with one JSON object per line.
const uploadMedia = "application/x-ndjson"

// uploadTime is how long taking a file in may take.
const uploadTime = 10 * time.Minute

// timeOf bounds the time of an operation.
func (s *Server) timeOf(op *operation) time.Duration {
	if op != nil && op.upload {
		return max(uploadTime, s.settings.RequestTimeout)
	}
	return s.settings.RequestTimeout
}

// checkBody holds the body of a request against the document. A file is not read here: its
// reader is told how much it may read, and the connection how long that may take.
func (s *Server) checkBody(c echo.Context, op *operation) error {
	if !op.upload {
		return op.checkBody(c, s.settings.BodyLimit, s.settings.JSONDepth)
	}
	if _, err := op.media(c); err != nil {
		return err
	}
	r := c.Request()
	if r.ContentLength > s.settings.UploadLimit {
		return &http.MaxBytesError{Limit: s.settings.UploadLimit}
	}
	r.Body = http.MaxBytesReader(c.Response(), r.Body, s.settings.UploadLimit)
	connection := http.NewResponseController(c.Response())
	end := time.Now().Add(uploadTime)    //nolint:forbidigo // a connection's deadline is of the machine's clock
	_ = connection.SetReadDeadline(end)  // not every connection has one
	_ = connection.SetWriteDeadline(end) // nor the other
	return nil
}
