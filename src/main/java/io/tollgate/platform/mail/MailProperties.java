package io.tollgate.platform.mail;

import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What mails say of us.
 *
 * @param appUrl where links lead
 * @param from sender, {@code a@b.c} or {@code Name <a@b.c>}
 * @param supportEmail where people may ask
 * @param companyAddress postal address for the foot of each mail; empty leaves the line out
 * @param smtpHost only checked here; {@code spring.mail} connects to it
 * @param sendTimeout what rendering and handing over one mail may take
 */
@Validated
@ConfigurationProperties("tollgate.mail")
record MailProperties(
        @NotBlank(message = "APP_NAME must not be empty") String appName,
        String appUrl,

        @NotBlank(message = "MAIL_FROM must be the address that mails come from") String from,

        @DefaultValue("") String supportEmail,
        @DefaultValue("") String companyAddress,

        @NotBlank(message = "SMTP_HOST must name the mail server: without it nobody can verify an address") String smtpHost,

        @DefaultValue("30s") Duration sendTimeout) {}
