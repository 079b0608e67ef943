package io.tollgate.auth.mfa;

import io.nayuki.qrcodegen.QrCode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Draws a QR code as SVG in a {@code data:} URI: sharp at every size, and shown by an {@code img} element without any script. */
final class QrPicture {

    /** ISO/IEC 18004 wants four modules of quiet round it. */
    private static final int BORDER = 4;

    private QrPicture() {}

    static String of(String text) {
        // At least: a higher level is taken where it makes the picture no larger.
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.LOW);
        int size = code.size + 2 * BORDER;
        String svg =
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$d %1$d\" shape-rendering=\"crispEdges\">"
                                .formatted(size)
                        + "<path fill=\"#fff\" d=\"M0 0h%1$dv%1$dH0z\"/><path d=\"%2$s\"/></svg>"
                                .formatted(size, dark(code));
        return "data:image/svg+xml;base64,"
                + Base64.getEncoder().encodeToString(svg.getBytes(StandardCharsets.US_ASCII));
    }

    /** One rectangle per run of dark modules in a row. */
    private static String dark(QrCode code) {
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            int x = 0;
            while (x < code.size) {
                int run = run(code, x, y);
                if (run > 0) {
                    path.append('M').append(x + BORDER).append(' ').append(y + BORDER);
                    path.append('h').append(run).append("v1h-").append(run).append('z');
                }
                x += run + 1;
            }
        }
        return path.toString();
    }

    private static int run(QrCode code, int x, int y) {
        int end = x;
        while (code.getModule(end, y)) {
            end++;
        }
        return end - x;
    }
}
