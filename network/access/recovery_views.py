"""Back into an account without its passphrase: with a code of the kit, or by mail and a day later."""

from django.shortcuts import redirect, render

from network.access import actions, limits, mailcode
from network.access.own_forms import (
    RECOVERY,
    AddressForm,
    KitRecoveryForm,
    MailRecoveryForm,
)
from network.access.views import set_honest_status

MAILS_TO_ONE_ADDRESS = 1  # a day


def recover(request):
    form = KitRecoveryForm(request.POST or None, request=request)
    if form.is_bound and form.is_valid():
        done = actions.recover_with_kit(
            member=form.member, found=form.found, passphrase=form.cleaned_data["passphrase"]
        )
        # When two came with the same code at once, one of them tries again.
        return redirect("account_recovered" if done else "account_recover")
    return _page(request, "recover.html", form)


def recovered(request):
    return render(request, "network/access/recovered.html")


def by_mail(request):
    form = AddressForm(request.POST or None)
    if form.is_bound and form.is_valid():
        if limits.may_mail(request):
            address = form.cleaned_data["address"]
            mailcode.send(request, RECOVERY, address, a_day=MAILS_TO_ONE_ADDRESS)
            return redirect("account_recover_code")
        form.add_error(None, limits.too_many_mails())
    return _page(request, "recover_by_mail.html", form)


def by_mail_code(request):
    form = MailRecoveryForm(request.POST or None, request=request)
    if form.is_bound and form.is_valid():
        actions.ask_by_mail(
            address=form.proven["address"], passphrase=form.cleaned_data["passphrase"]
        )
        return redirect("account_recover_waits")
    return _page(request, "recover_code.html", form)


def waits(request):
    return render(request, "network/access/recover_waits.html")


def _page(request, template, form):
    response = render(request, f"network/access/{template}", {"form": form})
    return set_honest_status(response, form)
