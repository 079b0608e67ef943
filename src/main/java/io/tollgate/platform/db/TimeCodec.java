package io.tollgate.platform.db;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.client.EncodedParameter;
import io.r2dbc.postgresql.codec.Codec;
import io.r2dbc.postgresql.codec.CodecRegistry;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.postgresql.extension.CodecRegistrar;
import io.r2dbc.postgresql.message.Format;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Reads {@code timestamptz} by the places of its digits. The driver's own reading, by a formatter that tries one form after the
 * other, was a tenth of what an invoice run does in this process. Only reads: times are written as the driver does.
 */
final class TimeCodec implements Codec<TimeCodec.Time>, CodecRegistrar {

    private static final int DATE = 10;
    private static final int SECONDS = 19;

    /** Of years with more digits, and of sessions in another time zone. */
    private static final DateTimeFormatter UNUSUAL = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR, 4, 9, SignStyle.NEVER)
            .appendPattern("-MM-dd HH:mm:ss")
            .optionalStart()
            .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
            .optionalEnd()
            .appendOffset("+HH:mm:ss", "+00")
            .toFormatter();

    /** A class of our own: for those of the JDK the driver prefers its own codecs, whatever is registered. */
    record Time(Instant instant) {}

    @Override
    public Publisher<Void> register(
            PostgresqlConnection connection, ByteBufAllocator allocator, CodecRegistry registry) {
        return Mono.fromRunnable(() -> registry.addFirst(this));
    }

    @Override
    public boolean canDecode(int dataType, Format format, Class<?> type) {
        return type == Time.class
                && format == Format.FORMAT_TEXT
                && dataType == PostgresqlObjectId.TIMESTAMPTZ.getObjectId();
    }

    @Override
    public @Nullable Time decode(@Nullable ByteBuf buffer, int dataType, Format format, Class<? extends Time> type) {
        return buffer == null ? null : new Time(parse(buffer.toString(StandardCharsets.US_ASCII)));
    }

    static Instant parse(String text) {
        int end = text.length() - "+00".length();
        return end >= SECONDS && text.charAt(DATE) == ' ' && text.endsWith("+00") ? usual(text, end) : unusual(text);
    }

    /** Such as {@code 2026-11-21 09:05:07.123456+00}; PostgreSQL leaves out zeros at the end of the fraction. */
    private static Instant usual(String text, int end) {
        long day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, DATE))
                .toEpochDay();
        long second = number(text, 11, 13) * 3600L + number(text, 14, 16) * 60L + number(text, 17, SECONDS);
        long nanos = end == SECONDS ? 0 : number(text, SECONDS + 1, end);
        for (int digits = end - SECONDS - 1; digits < 9; digits++) {
            nanos *= 10;
        }
        return Instant.ofEpochSecond(day * 86_400 + second, nanos);
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    private static Instant unusual(String text) {
        return switch (text) {
            case "infinity" -> Instant.MAX;
            case "-infinity" -> Instant.MIN;
            default -> OffsetDateTime.parse(text, UNUSUAL).toInstant();
        };
    }

    @Override
    public boolean canEncode(Object value) {
        return false;
    }

    @Override
    public boolean canEncodeNull(Class<?> type) {
        return false;
    }

    @Override
    public EncodedParameter encode(Object value) {
        throw new UnsupportedOperationException("Only reads");
    }

    @Override
    public EncodedParameter encode(Object value, int dataType) {
        throw new UnsupportedOperationException("Only reads");
    }

    @Override
    public EncodedParameter encodeNull() {
        throw new UnsupportedOperationException("Only reads");
    }
}
