package io.tollgate.stripeemulator;

import tools.jackson.databind.node.ObjectNode;

/** The parts of a running emulator, wired. All of it belongs to the state thread. */
record Machine(
        Account account,
        Api api,
        WebhookEndpoints endpoints,
        WebhookSender sender,
        CheckoutSessions sessions,
        Checkout checkout,
        Timeline timeline,
        Pages pages) {

    static Machine build(StripeEmulator.Settings settings, StateThread state, Ids ids) {
        var account = Account.open(new EmulatorClock(settings.clock()), ids);
        var endpoints = new WebhookEndpoints(account);
        var sender = new WebhookSender(account, endpoints, state, settings.webhookTries(), settings.webhookBackoff());
        account.events().readBy(sender::offer);
        var prices = new Prices(account);
        var customers = new Customers(account);
        var sessions = new CheckoutSessions(account, prices);
        var payments = new Payments(account);
        var invoices = new Invoices(account, payments);
        var checkout = new Checkout(account, customers, payments, invoices);
        var router = new Router();
        new Products(account, prices).addTo(router);
        prices.addTo(router);
        customers.addTo(router);
        sessions.addTo(router);
        new Subscriptions(account).addTo(router);
        new BillingReads(account).addTo(router);
        new EventReads(account, sender).addTo(router);
        endpoints.addTo(router);
        return new Machine(
                account,
                new Api(account, router, settings.apiKey()),
                endpoints,
                sender,
                sessions,
                checkout,
                new Timeline(account, invoices, sessions),
                new Pages(account, new CheckoutPage(account, checkout)));
    }

    void cardDeclines(String customer, boolean declines) {
        account.store().get(Customers.KIND, customer);
        if (declines) {
            account.decliningCustomers().add(customer);
        } else {
            account.decliningCustomers().remove(customer);
        }
    }

    ObjectNode setStatus(String id, String status) {
        var subscription = account.store().get(Subscriptions.KIND, id);
        if ("canceled".equals(status)) {
            Subscriptions.end(account, subscription, status, "cancellation_requested");
            return subscription;
        }
        return account.change(subscription, Subscriptions.UPDATED, () -> subscription.put("status", status));
    }
}
