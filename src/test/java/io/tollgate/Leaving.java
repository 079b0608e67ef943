package io.tollgate;

import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * When a class of tests is done, its customers leave, at Stripe and here, without a word: else the days that later tests pass
 * over would renew them all, with all the events, jobs and mails of that.
 */
final class Leaving implements AfterAllCallback {

    @Override
    public void afterAll(ExtensionContext context) {
        List<String> ended = TestStripe.controls().endEverything();
        if (ended.isEmpty()) {
            return;
        }
        // A row that somebody is at is left to them: what they read at Stripe says the same.
        SpringExtension.getApplicationContext(context)
                .getBean(DatabaseClient.class)
                .sql("""
                        update subscriptions
                        set status = 'canceled', canceled_at = coalesce(canceled_at, :now), ended_at = :now,
                            current_period_end = least(current_period_end, :now), updated_at = :now
                        where id in (
                            select id from subscriptions
                            where provider = 'stripe' and provider_subscription_id = any(:ids)
                              and status not in ('canceled', 'incomplete_expired')
                            for update skip locked)
                        """)
                .bind("now", MutableClock.shared().instant())
                .bind("ids", ended.toArray(String[]::new))
                .then()
                .block();
    }
}
