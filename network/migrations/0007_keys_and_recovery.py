import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def forget_old_codes(apps, schema_editor):
    # allauth's own recovery codes stop working: a kit stands in their place.
    apps.get_model("mfa", "Authenticator").objects.filter(type="recovery_codes").delete()


class Migration(migrations.Migration):

    dependencies = [
        ('mfa', '0003_authenticator_type_uniq'),
        ('network', '0006_copies_of_own_data'),
    ]

    operations = [
        migrations.RunPython(forget_old_codes, migrations.RunPython.noop),
        migrations.AddField(
            model_name='user',
            name='email_recovers',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='recoverycode',
            name='trusted_from',
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='securityevent',
            name='kind',
            field=models.CharField(choices=[('passphrase', 'The passphrase was changed.'), ('kit', 'A new recovery kit was made.'), ('kit_used', 'A code of the recovery kit was used.'), ('app_added', 'An app for codes was added.'), ('app_removed', 'The app for codes was removed.'), ('key_added', 'A security key was added.'), ('key_removed', 'A security key was removed.'), ('email', 'The e-mail address was changed.'), ('mail_recovery', 'Someone asked by e-mail for a new passphrase.'), ('recovered', 'The passphrase was replaced by someone who did not know the old one.'), ('lockdown', 'The account was locked down.')], max_length=14),
        ),
        migrations.DeleteModel(name='MailRecovery'),
        migrations.CreateModel(
            name='MailRecovery',
            fields=[
                ('member', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to=settings.AUTH_USER_MODEL)),
                ('new_hash', models.CharField(max_length=128)),
                ('proven_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'default_permissions': (),
            },
        ),
    ]
