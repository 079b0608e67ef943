package io.tollgate.auth.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.LuminanceSource;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An authenticator app's camera: draws the picture that a browser would show, and reads it. */
final class Scanner {

    private static final String PREFIX = "data:image/svg+xml;base64,";

    private static final Pattern SVG = Pattern.compile(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 (\\d+) \\1\" shape-rendering=\"crispEdges\">"
                    + "<path fill=\"#fff\" d=\"M0 0h\\1v\\1H0z\"/><path d=\"(.*)\"/></svg>");

    private static final Pattern RUN = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-\\3z");

    /** How many points one module is wide. */
    private static final int SCALE = 4;

    private static final int WHITE = 0xFFFFFF;
    private static final int BLACK = 0;

    private Scanner() {}

    /** @param picture a {@code data:} URI of an SVG */
    static String read(String picture) {
        assertThat(picture).startsWith(PREFIX);
        byte[] svg = Base64.getDecoder().decode(picture.substring(PREFIX.length()));
        Matcher parts = SVG.matcher(new String(svg, StandardCharsets.US_ASCII));
        assertThat(parts.matches()).isTrue();
        String dark = parts.group(2);
        assertThat(RUN.matcher(dark).replaceAll("")).as("nothing else").isEmpty();
        return decode(drawn(Integer.parseInt(parts.group(1)) * SCALE, dark));
    }

    private static LuminanceSource drawn(int size, String dark) {
        int[] points = new int[size * size];
        Arrays.fill(points, WHITE);
        RUN.matcher(dark).results().forEach(run -> {
            int x = Integer.parseInt(run.group(1)) * SCALE;
            int y = Integer.parseInt(run.group(2)) * SCALE;
            int width = Integer.parseInt(run.group(3)) * SCALE;
            for (int row = y; row < y + SCALE; row++) {
                Arrays.fill(points, row * size + x, row * size + x + width, BLACK);
            }
        });
        return new RGBLuminanceSource(size, size, points);
    }

    private static String decode(LuminanceSource points) {
        try {
            return new QRCodeReader()
                    .decode(
                            new BinaryBitmap(new GlobalHistogramBinarizer(points)),
                            Map.of(DecodeHintType.PURE_BARCODE, true))
                    .getText();
        } catch (ReaderException e) {
            throw new AssertionError("No camera reads this", e);
        }
    }
}
