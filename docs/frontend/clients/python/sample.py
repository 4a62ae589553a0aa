"""A program that does what a site does: TOMOSHIBI=http://127.0.0.1:8010 python sample.py"""

import os

import httpx

from tomoshibi import Problem, WebsiteOrganizationIncluded, WebsiteService, WebsiteServiceList

BASE = os.environ.get("TOMOSHIBI", "http://127.0.0.1:8010")
SERVICES = "/api/v1/website/services"


def explain(answer: httpx.Response) -> str:
    """Read a problem, by what its status tells of it."""
    problem = Problem.model_validate_json(answer.content)
    match str(problem.type).rpartition("/")[2]:
        case "gone":
            return f"gone ({problem.reason}), instead: {problem.replacement or 'nothing'}"
        case "invalid-parameter":
            return f"wrong: {', '.join(error.parameter for error in problem.errors or ())}"
        case "not-found":
            return "not found"
        case _:
            return f"{problem.status}: call {problem.emergency[0].value} if you need help now"


def main(site: httpx.Client) -> None:
    # A list with filters, page by page: `next` is followed as it is.
    names: list[str] = []
    following: str | None = f"{SERVICES}?topic=loneliness,school&lang=ja&limit=3"
    while following is not None:
        page = WebsiteServiceList.model_validate_json(site.get(following).raise_for_status().content)
        names += [item.name or "" for item in page.items]
        following = None if page.next is None else str(page.next)
    print(f"services: {len(names)}, the first is {names[0]}")

    # A detail, with its provider as a summary, and the languages of its texts.
    address = f"{SERVICES}/yorisoi-hotline?lang=en&include=provider"
    answer = site.get(address).raise_for_status()
    service = WebsiteService.model_validate_json(answer.content)
    print(f"{service.name} ({service.languages['name'].served}), {service.contacts[0].value}")
    if isinstance(service.provider, WebsiteOrganizationIncluded):
        print(f"by {service.provider.name}")

    # Asked again with its ETag it has not changed: 304, and no body to pay for.
    again = site.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    print(f"revalidated: {again.status_code}")

    # What was withdrawn says why, and what stands in its place.
    for key in ("inochi-no-denwa", "police-9110", "no-such-desk"):
        print(f"{key}: {explain(site.get(f'{SERVICES}/{key}')).replace(BASE, '')}")

    # What never happens in a demo is asked of the mock.
    print(explain(site.get(SERVICES, headers={"X-Mock": "down"})))


if __name__ == "__main__":
    with httpx.Client(base_url=BASE) as client:
        main(client)
