"""How every form renders: `{{ form }}` and `{{ form.field.as_field_group }}` come out in the house's look.

Errors get their icon from templates/django/forms/errors/list/, which the admin uses too.
"""

from django.forms.renderers import TemplatesSetting


class HouseRenderer(TemplatesSetting):
    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
