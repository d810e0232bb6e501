"""Money of customers: payments, days, invoices, differences, prices, quotes."""

from django.urls import URLPattern, path

from liuke.web.desk.charges import days, differences, invoices, payments, prices, quoting, receipts

urlpatterns: list[URLPattern] = [
    path("charges/", payments.list_, name="charges"),
    path("charges/payments/<str:number>/", payments.payment, name="charge-payment"),
    path("charges/payments/<str:number>/state/", payments.state, name="charge-payment-state"),
    path("charges/payments/<str:number>/receipt/", receipts.receipt, name="charge-receipt"),
    path("charges/payments/<str:number>/receipt/paper/", receipts.receipt_paper, name="charge-receipt-paper"),
    path("charges/days/", days.list_, name="charge-days"),
    path("charges/days/<str:number>/", days.day, name="charge-day"),
    path("charges/invoices/", invoices.list_, name="charge-invoices"),
    path("charges/invoices/<str:number>/", invoices.invoice, name="charge-invoice"),
    path("charges/differences/", differences.list_, name="charge-differences"),
    path("charges/differences/<str:number>/", differences.difference, name="charge-difference"),
    path("charges/prices/", prices.prices, name="charge-prices"),
    path("charges/quotes/<str:number>/", quoting.quote, name="charge-quote"),
    path("charges/quotes/<str:number>/paper/", receipts.quote_paper, name="charge-quote-paper"),
    path("charges/orders/<str:order>/quote/", quoting.quote_order, name="charge-quote-order"),
    path("charges/orders/<str:order>/invoice/", invoices.ask, name="charge-ask-invoice"),
]
