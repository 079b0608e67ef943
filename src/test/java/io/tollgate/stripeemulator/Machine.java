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
        PaymentIntents intents,
        Dunning dunning,
        Renewals renewals,
        Refunds refunds,
        Disputes disputes,
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
        var proration = new Proration(account);
        var pendingLines = new PendingLines(account);
        var pendingUpdates = new PendingUpdates(account, invoices);
        var dunning = new Dunning(account, invoices, pendingUpdates);
        var renewals = new Renewals(account, invoices, pendingLines, dunning);
        var refunds = new Refunds(account);
        var disputes = new Disputes(account);
        var portal = new PortalSessions(account);
        var router = new Router();
        new Products(account, prices).addTo(router);
        prices.addTo(router);
        customers.addTo(router);
        sessions.addTo(router);
        new Subscriptions(account).addTo(router);
        new SubscriptionUpdates(account, proration, pendingLines, pendingUpdates, invoices, renewals).addTo(router);
        new InvoiceActions(account, invoices, dunning, proration, pendingLines, pendingUpdates).addTo(router);
        var schedules = new Schedules(account);
        schedules.addTo(router);
        var collection = new PausedCollection(account, invoices, pendingLines);
        collection.addTo(router);
        new BillingReads(account).addTo(router);
        var intents = new PaymentIntents(account, payments);
        intents.addTo(router);
        new InvoiceItems(account, invoices, pendingLines).addTo(router);
        refunds.addTo(router);
        disputes.addTo(router);
        portal.addTo(router);
        new EventReads(account, sender).addTo(router);
        endpoints.addTo(router);
        return new Machine(
                account,
                new Api(account, router, settings.apiKey()),
                endpoints,
                sender,
                sessions,
                checkout,
                intents,
                dunning,
                renewals,
                refunds,
                disputes,
                new Timeline(account, sessions, renewals, dunning, pendingUpdates, schedules, collection),
                new Pages(account, new CheckoutPage(account, checkout), portal));
    }

    void cardDeclines(String customer, boolean declines) {
        account.store().get(Customers.KIND, customer);
        if (declines) {
            account.decliningCustomers().add(customer);
        } else {
            account.decliningCustomers().remove(customer);
        }
    }

    void cardAsks(String customer, boolean asks) {
        account.store().get(Customers.KIND, customer);
        if (asks) {
            account.askingCustomers().add(customer);
        } else {
            account.askingCustomers().remove(customer);
        }
    }

    ObjectNode confirmInvoice(String id, boolean confirmed) {
        var invoice = account.store().get(Invoices.KIND, id);
        if (!Json.is(invoice, "status", "open")) {
            throw StripeFailure.refused(null, null, "The invoice is not open.");
        }
        var _ = dunning.confirm(invoice, confirmed);
        return invoice;
    }

    ObjectNode setStatus(String id, String status) {
        var subscription = account.store().get(Subscriptions.KIND, id);
        if ("canceled".equals(status)) {
            Subscriptions.end(account, subscription, status, "cancellation_requested");
            return subscription;
        }
        return account.change(subscription, Subscriptions.UPDATED, () -> subscription.put("status", status));
    }

    ObjectNode payInvoice(String id) {
        var invoice = account.store().get(Invoices.KIND, id);
        if (!Json.is(invoice, "status", "open") || !dunning.payNow(invoice, false)) {
            throw StripeFailure.refused(null, null, "The invoice is not open or the card is refused.");
        }
        return invoice;
    }
}
