package io.tollgate.platform.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.IntegrationTest;
import io.tollgate.platform.jobs.FirstRun;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What becomes of a mail that the mail server does not take. */
@IntegrationTest
class UnknownMailboxTest {

    private static final Mail MAIL = new Mail(
            "probe", "Hello", "nobody@example.com", Map.of("name", "Ann", "url", "http://x.test", "code", "1"));

    @Autowired
    private MailComposer composer;

    @Autowired
    private MailProperties properties;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 5.1.1 <nobody@example.com>: Recipient address rejected: User unknown",
                "550-5.1.1 The account that you tried to reach does not exist.\n550 5.1.1 Learn more",
                "551 5.1.6 moved",
                "556 5.1.10 takes no mail"
            })
    void isGivenUpWhereThereIsNoSuchMailbox(String reply) throws Exception {
        send("RCPT", reply).verifyComplete();
        assertThat(undeliverable()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "450 4.1.1 greylisted",
                "550 5.7.1 Relaying denied",
                "550 5.1.8 bad sender",
                "550 No such user",
                "554 5.1.12 not one of them",
                "550 5.2.2 full; see 550 5.1.1"
            })
    void isTriedAgainWhereItMayBeOurFaultOrPass(String reply) throws Exception {
        send("RCPT", reply).verifyError(MailException.class);
        assertThat(undeliverable()).isZero();
    }

    @Test
    void isTriedAgainWhereItIsOurOwnAddressThatIsRefused() throws Exception {
        send("MAIL", "550 5.1.1 <no-reply@tollgate.test>: no such sender").verifyError(MailException.class);
        assertThat(undeliverable()).isZero();
    }

    private StepVerifier.FirstStep<Void> send(String refused, String reply) throws Exception {
        RefusingServer server = new RefusingServer(refused, reply);
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setHost("127.0.0.1");
        sender.setPort(server.port());
        MailJob job = new MailJob(composer, sender, properties, meters);
        return StepVerifier.create(Mono.usingWhen(
                Mono.just(server),
                _ -> job.handle(MAIL, new FirstRun()),
                _ -> Mono.fromRunnable(() -> close(job, server))));
    }

    private static void close(MailJob job, RefusingServer server) {
        job.destroy();
        server.close();
    }

    private double undeliverable() {
        return meters.counter("tollgate.mails.undeliverable").count();
    }
}
