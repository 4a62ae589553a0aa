// The client: openapi-fetch with the types of the API, and three words that make them easier to use.
import createClient from "openapi-fetch";
import type { components, paths } from "./tomoshibi.d.ts";

export type Schemas = components["schemas"];
export type Problem = Schemas["Problem"];

/** A client of one copy of the API. Values of a list go between commas, as the API wants them. */
export const tomoshibi = (baseUrl: string) =>
  createClient<paths>({ baseUrl, querySerializer: { array: { style: "form", explode: false } } });

/** What an answer is when `fields` cut nothing out of it. */
type Whole<T> = T extends unknown ? ({} extends Omit<T, "id" | "emergency"> ? never : T) : never;

/** Says that nothing was cut out of an answer, since `fields` was not asked for. */
export const whole = <T>(answer: T) => answer as Whole<T>;

/** What stands in the place of a reference: a stub, or a summary where `include` asked for it. */
export const isIncluded = <T extends object>(reference: T): reference is Extract<T, { version: number }> =>
  "version" in reference;

/** The kinds of problems, as their pages are named. */
export type Kind = paths["/problems/{slug}"]["get"]["parameters"]["path"]["slug"];

/** A problem as a discriminated union: `switch (told.kind)` knows what each kind carries. */
export type Told =
  | { kind: "gone"; problem: Problem; reason: string; replacement: string | null }
  | { kind: "invalid-parameter"; problem: Problem; errors: NonNullable<Problem["errors"]> }
  | { kind: Exclude<Kind, "gone" | "invalid-parameter">; problem: Problem };

export function tell(problem: Problem): Told {
  const kind = problem.type.slice(problem.type.lastIndexOf("/") + 1) as Kind;
  switch (kind) {
    case "gone":
      return { kind, problem, reason: problem.reason ?? "", replacement: problem.replacement ?? null };
    case "invalid-parameter":
      return { kind, problem, errors: problem.errors ?? [] };
    default:
      return { kind, problem };
  }
}
