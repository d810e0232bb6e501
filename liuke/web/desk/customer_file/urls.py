from django.urls import path

from liuke.web.desk.customer_file import cards, defining, details, editing, file, labels, listing, people, registering

urlpatterns = [
    path("customers/", listing.customers, name="customers"),
    path("customers/new/", registering.register, name="customer-new"),
    path("customers/duplicates/", registering.duplicates, name="customer-duplicates"),
    path("customers/fields/", defining.definitions, name="field-definitions"),
    path("customers/fields/retirement/", defining.retire, name="field-retire"),
    path("customers/reveal/", people.reveal, name="customer-reveal"),
    path("customers/mask/", people.mask, name="customer-mask"),
    path("customers/<str:ref>/", file.customer, name="customer"),
    path("customers/<str:ref>/edit/", editing.edit, name="customer-edit"),
    path("customers/<str:ref>/fields/", details.fields, name="customer-fields"),
    path("customers/<str:ref>/fields/confirmation/", details.confirm, name="customer-fields-confirm"),
    path("customers/<str:ref>/cards/", cards.cards, name="customer-cards"),
    path("customers/<str:ref>/cards/paper/", cards.paper, name="customer-cards-paper"),
    path("customers/<str:ref>/completion/", editing.complete, name="customer-complete"),
    path("customers/<str:ref>/keeper/", editing.keeper, name="customer-keeper"),
    path("customers/<str:ref>/grade/", editing.grade, name="customer-grade"),
    path("customers/<str:ref>/secrecy/", editing.secrecy, name="customer-secrecy"),
    path("customers/<str:ref>/contacts/", people.add_contact, name="customer-contact-new"),
    path("customers/<str:ref>/addresses/", people.add_address, name="customer-address-new"),
    path("customers/<str:ref>/numbers-confirmed/", people.confirm, name="customer-numbers-confirmed"),
    path("machines/<str:machine>/label/", labels.label, name="machine-label"),
    path("contacts/<int:contact_id>/phones/", people.add_phone, name="contact-phone-new"),
    path("phones/<int:phone_id>/detachment/", people.detach, name="phone-detach"),
]
