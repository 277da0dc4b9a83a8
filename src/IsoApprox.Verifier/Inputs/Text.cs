using System.Globalization;

namespace IsoApprox.Verifier.Inputs;

internal static class Text
{
    internal static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
