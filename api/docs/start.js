// Shows this service's own document; nothing is asked of any other host.
window.onload = function () {
  window.ui = SwaggerUIBundle({
    url: "../api/v1/openapi.json",
    dom_id: "#swagger-ui",
    deepLinking: true,
    validatorUrl: null,
    queryConfigEnabled: false,
    docExpansion: "list",
    presets: [SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
  });
};
