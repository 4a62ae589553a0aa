"""What of Wagtail no catalogue can carry: forms without labels, and templates with bare English."""
