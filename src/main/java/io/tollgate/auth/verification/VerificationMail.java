package io.tollgate.auth.verification;

import io.tollgate.auth.mailbox.OneTimeTokenRepository;
import io.tollgate.platform.mail.Mail;
import io.tollgate.platform.mail.Mailer;
import io.tollgate.platform.time.Secrets;
import io.tollgate.platform.web.WebProperties;
import io.tollgate.user.User;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The mail that asks whose a mailbox is: a link, and a code for who reads it on another device than they signed up on. */
@Component
class VerificationMail {

    static final String PURPOSE = "verify_email";

    private final OneTimeTokenRepository tokens;
    private final VerificationCodeRepository codeRows;
    private final VerificationCodes codes;
    private final Mailer mailer;
    private final VerificationProperties properties;
    private final Clock clock;
    private final String linkStart;

    VerificationMail(
            OneTimeTokenRepository tokens,
            VerificationCodeRepository codeRows,
            VerificationCodes codes,
            Mailer mailer,
            VerificationProperties properties,
            Clock clock,
            WebProperties web) {
        this.tokens = tokens;
        this.codeRows = codeRows;
        this.codes = codes;
        this.mailer = mailer;
        this.properties = properties;
        this.clock = clock;
        this.linkStart = web.url() + "/verify?token=";
    }

    /** Unless one was sent a moment ago. Joins the caller's transaction. */
    Mono<Void> send(User user) {
        return tokens.issue(user, PURPOSE, properties.tokenTtl(), properties.pause())
                .flatMap(token -> withCode(user, token))
                .flatMap(mailer::queue);
    }

    private Mono<Mail> withCode(User user, String token) {
        String code = codes.next();
        byte[] link = Secrets.sha256(token);
        Instant expiresAt = clock.instant().plus(properties.codeTtl());
        return codeRows.keep(link, codes.mac(link, code), expiresAt).thenReturn(mail(user, token, code));
    }

    private Mail mail(User user, String token, String code) {
        return new Mail(
                "verify_email",
                "Email Verification",
                user.emailDisplay(),
                Map.of(
                        "verificationUrl",
                        linkStart + token,
                        "expiresIn",
                        properties.ttlInWords(),
                        "code",
                        code,
                        "codeExpiresIn",
                        properties.codeTtlInWords()));
    }
}
