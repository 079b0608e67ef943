package io.tollgate.auth.otp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@IntegrationTest
class LoginCodesTest {

    @Autowired
    private LoginCodes codes;

    @Test
    void makesSixDigitsOfWhichTheFirstMayBeZero() {
        List<String> many =
                Stream.generate(() -> codes.next(false)).limit(20_000).toList();
        assertThat(many).allMatch(code -> code.matches("[0-9]{6}"));
        // 2,000 expected of each; 200 are more than four standard deviations.
        IntStream.rangeClosed('0', '9')
                .forEach(digit -> assertThat(many.stream().filter(code -> code.charAt(0) == digit))
                        .as("codes that begin with %c", digit)
                        .hasSizeBetween(1_800, 2_200));
        assertThat(many.stream().distinct().count()).isGreaterThan(19_000);
    }

    @Test
    void makesEightDigitsForAdministrators() {
        List<String> many = Stream.generate(() -> codes.next(true)).limit(2_000).toList();
        assertThat(many).allMatch(code -> code.matches("[0-9]{8}")).anyMatch(code -> code.startsWith("0"));
        assertThat(many.stream().distinct().count()).isGreaterThan(1_995);
    }

    @Test
    void bindsWhatIsStoredToFlowAndKey() {
        byte[] stored = codes.mac("flow", "042917");
        assertThat(stored).hasSize(32);
        assertThat(codes.matches("flow", "042917", stored)).isTrue();
        assertThat(codes.matches("flow", "042918", stored)).isFalse();
        assertThat(codes.matches("another", "042917", stored)).isFalse();
        assertThat(codes.matches("flow", "042917", null)).isFalse();
    }
}
