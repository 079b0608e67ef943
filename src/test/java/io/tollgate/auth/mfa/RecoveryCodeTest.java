package io.tollgate.auth.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.platform.time.Secrets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@IntegrationTest
class RecoveryCodeTest {

    @Autowired
    private Secrets secrets;

    @Test
    void consistsOfLettersNobodyMixesUp() {
        Set<String> codes = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            String code = RecoveryCode.random(secrets);
            assertThat(code).matches("[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){3}");
            codes.add(code);
        }
        assertThat(codes).hasSize(1_000);
    }

    @Test
    void isTheSameInEverySpelling() {
        assertThat(RecoveryCode.normalise(" 4K7M x2p9\tOI1l-5hzc\n")).isEqualTo("4k7mx2p901115hzc");
        assertThat(RecoveryCode.normalise("4k7m-x2p9-0111-5hzc")).isEqualTo("4k7mx2p901115hzc");
    }
}
