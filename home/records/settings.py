from wagtail.contrib.settings.models import BaseSiteSetting


class SiteSetting(BaseSiteSetting):
    """Settings of one site that reading never writes: until somebody saves them, the defaults hold."""

    class Meta:
        abstract = True

    @classmethod
    def for_site(cls, site):
        if site is None:
            raise cls.DoesNotExist(f"{cls.__name__} of no site")
        return cls.base_queryset().filter(site=site).first() or cls(site=site)
