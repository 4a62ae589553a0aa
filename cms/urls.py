"""Every path of the editors' site and the API together."""

from cms.urls_delivery import urlpatterns as delivery_urls
from cms.urls_editing import urlpatterns as editing_urls

urlpatterns = [*delivery_urls, *editing_urls]
