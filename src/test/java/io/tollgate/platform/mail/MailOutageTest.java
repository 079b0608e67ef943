package io.tollgate.platform.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import io.tollgate.Awaiting;
import io.tollgate.EverydayUse;
import io.tollgate.FreshDatabase;
import io.tollgate.Inbox;
import io.tollgate.LocalServers;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import io.tollgate.faults.FaultProxy;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.core.DatabaseClient;

/** A mail server that is away, or takes connections and says nothing. */
class MailOutageTest {

    /** Far longer than the test: an attempt waits where it can be seen until the clock is moved. */
    private static final Duration BACKOFF = Duration.ofHours(1);

    private final MutableClock clock = new MutableClock();
    private final GreenMail server = LocalServers.shared().mail();
    private final String to = UUID.randomUUID() + "@example.com";

    @Test
    void sendsOnceWhatCouldNotBeSentBefore() throws Exception {
        try (FaultProxy smtp = FaultProxy.to("127.0.0.1", server.getSmtp().getPort());
                SecondNode node = SecondNode.start(clock, settings(smtp))) {
            smtp.cut();
            String _ = EverydayUse.of(node).goesOn();
            node.bean(Mailer.class).queue(mail()).block();
            UUID job = waitingFor(node, 2);

            smtp.heal();
            smtp.stall();
            clock.advance(BACKOFF.multipliedBy(2));
            assertThat(waitingFor(node, 3)).isEqualTo(job);

            smtp.heal();
            clock.advance(BACKOFF.multipliedBy(2));
            List<MimeMessage> received = Awaiting.value("the mail", () -> Inbox.of(to), mails -> !mails.isEmpty());
            assertThat(received).hasSize(1);
            assertThat(received.getFirst().getMessageID()).isEqualTo("<" + job + "@tollgate.test>");
        }
    }

    private Mail mail() {
        return new Mail("probe", "Hello", to, Map.of("name", "Ann", "url", "http://tollgate.test", "code", "1"));
    }

    private UUID waitingFor(SecondNode node, int attempt) {
        return Awaiting.value("attempt " + attempt, () -> jobs(node, attempt), jobs -> jobs.size() == 1)
                .getFirst();
    }

    private List<UUID> jobs(SecondNode node, int attempt) {
        return node.bean(DatabaseClient.class)
                .sql("select id from outbox where type = 'mail.send' and attempt = :attempt and key = :key")
                .bind("attempt", attempt)
                .bind("key", to)
                .mapValue(UUID.class)
                .all()
                .collectList()
                .block();
    }

    private static Map<String, String> settings(FaultProxy smtp) {
        return Map.of(
                "DATABASE_URL",
                FreshDatabase.create(),
                "KAFKA_TOPIC_PREFIX",
                "mail-" + UUID.randomUUID() + ".",
                "SMTP_HOST",
                "127.0.0.1",
                "SMTP_PORT",
                Integer.toString(smtp.port()),
                // Long enough for a loaded machine, short enough to wait for.
                "tollgate.mail.send-timeout",
                "6s",
                "tollgate.jobs.backoff",
                BACKOFF.toString());
    }
}
