package io.tollgate.billing.engine;

import io.tollgate.platform.jobs.Schedule;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EngineSchedules {

    @Bean
    Schedule<InvoiceRun.Payload> invoiceRunEachMinute() {
        return new Schedule<>("billing.invoice_run", "0 * * * * *", InvoiceRun.TYPE, new InvoiceRun.Payload());
    }

    @Bean
    Schedule<TrialNotices.Payload> trialNoticesEachTenMinutes() {
        return new Schedule<>(
                "billing.trial_notices", "20 */10 * * * *", TrialNotices.TYPE, new TrialNotices.Payload());
    }
}
