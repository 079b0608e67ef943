package io.tollgate.billing.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class SigningSecretTest {

    /** The example of the reference implementations. */
    @Test
    void signsAsTheStandardHasIt() {
        SigningSecret secret = SigningSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        assertThat(secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}"))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void isWrittenAndReadAsTheSame() {
        String text = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);

        assertThat(SigningSecret.parse(text).text()).isEqualTo(text);
        assertThat(SigningSecret.parse(text)).hasToString("SigningSecret[]");
    }
}
