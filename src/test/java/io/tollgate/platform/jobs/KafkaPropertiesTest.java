package io.tollgate.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class KafkaPropertiesTest {

    /** As the README has it, for brokers that want TLS and a password. */
    @Test
    void takesFromTheEnvironmentWhateverElseClientsNeed() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "yaml",
                        Map.of(
                                "tollgate.kafka.bootstrap-servers",
                                "there:9092",
                                "tollgate.kafka.topic-prefix",
                                "tollgate.")));
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        "test-systemEnvironment",
                        Map.of(
                                "TOLLGATE_KAFKA_PROPERTIES_SECURITY_PROTOCOL",
                                "SASL_SSL",
                                "TOLLGATE_KAFKA_PROPERTIES_SASL_JAAS_CONFIG",
                                "a.Module required;")));

        KafkaProperties kafka = new Binder(ConfigurationPropertySources.from(environment.getPropertySources()))
                .bind("tollgate.kafka", KafkaProperties.class)
                .get();

        assertThat(kafka.properties())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("security.protocol", "SASL_SSL", "sasl.jaas.config", "a.Module required;"));
    }
}
