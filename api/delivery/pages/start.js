"use strict";

SwaggerUIBundle({
  dom_id: "#documentation",
  url: "/api/openapi.json",
  deepLinking: true,
  docExpansion: "list",
  validatorUrl: null, // asks nobody else whether the description is right
});
