"""The status page of background work, in the CMS, for all staff."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from home.jobs import actions, health, status
from home.mail import actions as mail_actions

MAY_RETRY = "home.change_jobstate"


class BackgroundWork(WagtailAdminTemplateMixin, TemplateView):
    template_name = "home/jobs/status.html"
    page_title = _("Background work")
    header_icon = "tasks"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": "", "label": _("Background work")},
    ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            jobs=status.job_lines(),
            queue=status.queue(),
            mail=status.mail(),
            worker_alive=health.worker_alive(),
            may_retry=self.request.user.has_perm(MAY_RETRY),
            **kwargs,
        )


@require_POST
@permission_required(MAY_RETRY, raise_exception=True)
def retry_task(request, task_id):
    if actions.retry_task(by=request.user, task_id=task_id):
        messages.success(request, _("The task is queued again."))
    else:
        messages.warning(request, _("This task is no longer among the failed ones."))
    return redirect("background_work")


@require_POST
@permission_required(MAY_RETRY, raise_exception=True)
def retry_mail(request):
    mail_actions.retry(by=request.user)
    messages.success(request, _("The mails will be tried again within a minute."))
    return redirect("background_work")
