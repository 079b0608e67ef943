package io.tollgate.billing.stripe;

import com.stripe.net.FormEncoder;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts nested parameters into the form Stripe reads, {@code items[0][price]=…}, with stripe-java's encoder. */
final class StripeForm {

    private StripeForm() {}

    static byte[] body(Map<String, Object> params) {
        return FormEncoder.createQueryString(plain(params)).getBytes(StandardCharsets.UTF_8);
    }

    /** With a question mark, or empty. Brackets are escaped: the encoder leaves them bare, and no URI may hold them so. */
    static String query(Map<String, Object> params) {
        String query = FormEncoder.createQueryString(plain(params));
        return query.isEmpty() ? "" : "?" + query.replace("[", "%5B").replace("]", "%5D");
    }

    private static Map<String, Object> plain(Map<String, Object> params) {
        Map<String, Object> plain = new LinkedHashMap<>();
        params.forEach((name, value) -> plain.put(name, plain(value)));
        return plain;
    }

    /** The encoder would write 0.000000000001 as 1E-12, which Stripe refuses. */
    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case BigDecimal number -> number.toPlainString();
            case Map<?, ?> map -> {
                Map<String, Object> plain = new LinkedHashMap<>();
                map.forEach((name, inner) -> plain.put(String.valueOf(name), plain(inner)));
                yield plain;
            }
            case Collection<?> list -> list.stream().map(StripeForm::plain).collect(Collectors.toList());
            case null, default -> value;
        };
    }
}
