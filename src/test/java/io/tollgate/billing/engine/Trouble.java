package io.tollgate.billing.engine;

import io.tollgate.CrashSite;
import io.tollgate.LocalServers;
import io.tollgate.faults.FaultProxy;
import io.tollgate.stripeemulator.Fault;
import io.tollgate.stripeemulator.StripeEmulator;
import java.util.function.BooleanSupplier;

/**
 * What keeps a payment's way from its webhook to its mail from ending before the node is killed.
 *
 * @param felt whether somebody's is under way and cannot end
 */
record Trouble(Runnable begin, BooleanSupplier felt, Runnable end) {

    /** Events are taken in, and what they are about is asked for in vain. */
    static Trouble subscriptionsCannotBeRead(CrashSite site, StripeEmulator stripe) {
        Fault held = Fault.held().on("GET", "/v1/subscriptions/*").untilCleared();
        return new Trouble(
                () -> stripe.controls().fail(held),
                () -> site.count("select count(*) from stripe_events where status = 'pending'") > 0
                        && site.count("select count(*) from subscriptions where not engine") == 0,
                () -> stripe.controls().clearFaults());
    }

    /** The subscription is there, and its mail cannot leave. */
    static Trouble noMailLeaves(CrashSite site, FaultProxy smtp) {
        return new Trouble(
                smtp::cut,
                () -> site.count("select count(*) from outbox where type = 'mail.send'") > 0
                        && site.count("select count(*) from dead_letters") == 0,
                smtp::heal);
    }

    /** For the nodes of the site, the way to the mailboxes. */
    static FaultProxy wayToMailboxes(CrashSite site) {
        FaultProxy smtp = FaultProxy.to(
                "127.0.0.1",
                Integer.parseInt(LocalServers.shared().environment().get("SMTP_PORT")));
        site.with("SMTP_HOST", "127.0.0.1").with("SMTP_PORT", Integer.toString(smtp.port()));
        return smtp;
    }
}
