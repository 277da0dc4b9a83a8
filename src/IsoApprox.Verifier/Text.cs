using System.Globalization;

namespace IsoApprox.Verifier;

internal static class Text
{
    internal static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
