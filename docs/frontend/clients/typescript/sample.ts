// A program that does what a site does: TOMOSHIBI=http://127.0.0.1:8010 npm run sample
import { isIncluded, tell, tomoshibi, whole } from "./client.ts";
import type { Problem } from "./client.ts";

const base = process.env["TOMOSHIBI"] ?? "http://127.0.0.1:8010";
const api = tomoshibi(base);

function explain(problem: Problem): string {
  const told = tell(problem);
  switch (told.kind) {
    case "gone":
      return `gone (${told.reason}), instead: ${told.replacement ?? "nothing"}`;
    case "invalid-parameter":
      return `wrong: ${told.errors.map((error) => error.parameter).join(", ")}`;
    case "not-found":
      return "not found";
    default:
      return `${told.problem.status}: call ${told.problem.emergency[0]?.value ?? "119"} if you need help now`;
  }
}

// A list with filters, page by page: `next` is followed as it is.
const names: string[] = [];
let cursor: string | undefined;
do {
  const { data, error } = await api.GET("/api/v1/website/services", {
    params: {
      query: { topic: ["loneliness", "school"], lang: "ja", limit: 3, ...(cursor === undefined ? {} : { cursor }) },
    },
  });
  if (error) throw new Error(explain(error));
  names.push(...data.items.map((item) => whole(item).name));
  cursor = data.next === null ? undefined : (new URL(data.next).searchParams.get("cursor") ?? undefined);
} while (cursor !== undefined);
console.log(`services: ${names.length}, the first is ${names[0]}`);

// A detail, with its provider as a summary, and the languages of its texts.
const detail = await api.GET("/api/v1/website/services/{key}", {
  params: { path: { key: "yorisoi-hotline" }, query: { lang: "en", include: ["provider"] } },
});
if (!detail.data) throw new Error(explain(detail.error));
const service = whole(detail.data);
console.log(`${service.name} (${service.languages["name"]?.served}), ${service.contacts[0]?.value}`);
if (service.provider && isIncluded(service.provider)) console.log(`by ${service.provider.name}`);

// Asked again with its ETag it has not changed: 304, and no body to pay for.
const etag = detail.response.headers.get("ETag") ?? "";
const again = await api.GET("/api/v1/website/services/{key}", {
  params: {
    path: { key: "yorisoi-hotline" },
    query: { lang: "en", include: ["provider"] },
    header: { "If-None-Match": etag },
  },
});
console.log(`revalidated: ${again.response.status}`);

// What was withdrawn says why, and what stands in its place.
for (const key of ["inochi-no-denwa", "police-9110", "no-such-desk"]) {
  const { error } = await api.GET("/api/v1/website/services/{key}", { params: { path: { key } } });
  if (error) console.log(`${key}: ${explain(error).replace(base, "")}`);
}

// What never happens in a demo is asked of the mock.
const down = await api.GET("/api/v1/website/services", { headers: { "X-Mock": "down" } });
if (down.error) console.log(explain(down.error));
