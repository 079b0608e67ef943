package io.tollgate.platform.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class MailPropertiesTest {

    private final ApplicationContextRunner start = new ApplicationContextRunner()
            .withUserConfiguration(Bound.class)
            .withPropertyValues(
                    "tollgate.mail.app-name=Shop",
                    "tollgate.mail.app-url=https://shop.example",
                    "tollgate.mail.from=no-reply@shop.example",
                    "tollgate.mail.smtp-host=smtp.shop.example");

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(MailProperties.class)
    static class Bound {}

    @Test
    void startsWithAMailServer() {
        start.run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void refusesToStartWithoutAMailServer() {
        start.withPropertyValues("tollgate.mail.smtp-host=")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("SMTP_HOST must name the mail server"));
    }

    @Test
    void refusesToStartWithoutASender() {
        start.withPropertyValues("tollgate.mail.from=")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("MAIL_FROM must be the address that mails come from"));
    }
}
