package io.tollgate.platform.jobs;

import io.tollgate.platform.db.Expiring;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What of jobs is forgotten when. */
@Configuration(proxyBeanMethods = false)
class JobsConfiguration {

    /** A message lives longer than told to by a segment, and by minutes until somebody looks. */
    private static final Duration MARGIN = TopicRetention.SEGMENT.multipliedBy(2);

    /** Marks of finished jobs that no message can ask for any more. */
    @Bean
    Expiring expiringJobMarks(JobsProperties properties) {
        return Expiring.rows(
                "processed_jobs", "processed_at", properties.retention().plus(MARGIN));
    }
}
