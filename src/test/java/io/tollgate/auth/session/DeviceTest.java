package io.tollgate.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0 | Firefox on Windows
            Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0 | Edge on Windows
            Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/26.0 Safari/605.1.15 | Safari on Mac
            Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 CriOS/142.0 Safari/604.1 | Chrome on iPhone
            Mozilla/5.0 (Linux; Android 16; Pixel 10) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36 | Chrome on Android
            Shop/3.1 CFNetwork/3826 Darwin/25.0 | App on Apple device
            okhttp/5.1.0 | App
            curl/8.5.0 | curl
            Something else (Android 12) | Android
            <script>alert(1)</script> | Unknown device
            """)
    void speaksPlainly(String userAgent, String words) {
        assertThat(Device.of(userAgent).words()).isEqualTo(words);
    }

    @Test
    void knowsNothingOfNothing() {
        assertThat(Device.of(null).words()).isEqualTo("Unknown device");
        assertThat(Device.of(" ").words()).isEqualTo("Unknown device");
    }
}
