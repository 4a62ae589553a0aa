"""What schema.org allows, as far as we use it: by type its properties, and what stands there. Written by hand.

Read at https://schema.org/<Type>. `Text` is a string or a value with a language, `URL` and `Date` are strings.
"""

THING = {
    "name": {"Text"},
    "alternateName": {"Text"},
    "description": {"Text"},
    "identifier": {"Text", "URL", "PropertyValue"},
    "image": {"URL"},
    "sameAs": {"URL"},
    "url": {"URL"},
}
WORK = THING | {
    "about": {"DefinedTerm"},
    "author": {"Person", "Organization", "GovernmentOrganization"},
    "creativeWorkStatus": {"Text"},
    "dateCreated": {"Date"},
    "dateModified": {"Date"},
    "datePublished": {"Date"},
    "headline": {"Text"},
    "inLanguage": {"Text"},
    "isAccessibleForFree": {"Boolean"},
    "license": {"URL"},
    "mainEntity": {
        "Service",
        "GovernmentService",
        "Organization",
        "GovernmentOrganization",
        "NGO",
        "DefinedTerm",
        "Audience",
        "AdministrativeArea",
        "ItemList",
        "Question",
    },
    "mentions": {"Service", "GovernmentService"},
    "text": {"Text"},
}
SERVICE = THING | {
    "areaServed": {"Country", "AdministrativeArea"},
    "audience": {"Audience"},
    "availableChannel": {"ServiceChannel"},
    "category": {"DefinedTerm"},
    "hoursAvailable": {"OpeningHoursSpecification"},
    "provider": {"Organization", "GovernmentOrganization", "NGO"},
    "serviceType": {"Text"},
}
PLACE = THING | {"address": {"Text"}, "containedInPlace": {"AdministrativeArea"}}
TYPES = {
    "AdministrativeArea": PLACE,
    "Answer": WORK,
    "Article": WORK | {"articleBody": {"Text"}, "articleSection": {"Text"}},
    "Audience": THING | {"audienceType": {"Text"}},
    "CollectionPage": WORK,
    "ContactPoint": THING
    | {
        "availableLanguage": {"Text"},
        "contactOption": {"URL"},
        "contactType": {"Text"},
        "hoursAvailable": {"OpeningHoursSpecification"},
        "telephone": {"Text"},
    },
    "Country": PLACE,
    "CreativeWork": WORK,
    "DefinedTerm": THING | {"termCode": {"Text"}},
    "FAQPage": WORK,
    "GovernmentOrganization": THING,
    "GovernmentService": SERVICE,
    "ItemList": THING | {"itemListElement": {"ListItem"}, "itemListOrder": {"URL"}, "numberOfItems": {"Integer"}},
    "ListItem": THING | {"item": {"Service", "GovernmentService"}, "position": {"Integer"}},
    "NGO": THING,
    "OpeningHoursSpecification": THING
    | {
        "closes": {"Time"},
        "dayOfWeek": {"URL"},
        "opens": {"Time"},
        "validFrom": {"Date"},
        "validThrough": {"Date"},
    },
    "Organization": THING,
    "Person": THING | {"affiliation": {"Organization"}, "jobTitle": {"Text"}},
    "Place": PLACE,
    "PropertyValue": THING | {"propertyID": {"Text"}, "value": {"Text"}},
    "Question": WORK | {"acceptedAnswer": {"Answer"}},
    "Service": SERVICE,
    "ServiceChannel": THING
    | {
        "availableLanguage": {"Text"},
        "serviceLocation": {"Place"},
        "servicePhone": {"ContactPoint"},
        "serviceUrl": {"URL"},
    },
    "WebPage": WORK,
}
