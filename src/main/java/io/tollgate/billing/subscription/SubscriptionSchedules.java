package io.tollgate.billing.subscription;

import io.tollgate.platform.jobs.Schedule;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SubscriptionSchedules {

    @Bean
    Schedule<ExpirySweep.Payload> expirySweepHourly() {
        return new Schedule<>("subscription.sweep", "0 0 * * * *", ExpirySweep.TYPE, new ExpirySweep.Payload());
    }
}
