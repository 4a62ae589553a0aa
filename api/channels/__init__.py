"""The channels of the API, by key."""

from api.channels import kids, partners, website
from api.channels.channel import Channel

CHANNELS: dict[str, Channel] = {channel.key: channel for channel in (website.CHANNEL, kids.CHANNEL, partners.CHANNEL)}
