using System.Globalization;
using System.Text.Json;

namespace IsoApprox.Studies.Watching;

/// <summary>What a watch says.</summary>
public static class WatchText
{
    /// <summary>The stable name of a sign: total, class, dimensional, stuck.</summary>
    /// <param name="sign">The sign.</param>
    public static string Name(CollapseSign sign) => JsonNamingPolicy.CamelCase.ConvertName(sign.ToString());

    /// <summary>One line that says that a sign began.</summary>
    /// <param name="onset">It.</param>
    public static string Line(CollapseOnset onset)
    {
        ArgumentNullException.ThrowIfNull(onset);
        return string.Create(CultureInfo.InvariantCulture, $"step {onset.SeenAt:R}: {onset.Sentence}");
    }

    /// <summary>The state at the last snapshot in one sentence.</summary>
    /// <param name="rows">The rows by increasing step.</param>
    /// <param name="onsets">The signs that began.</param>
    public static string Verdict(IReadOnlyList<WatchRow> rows, IReadOnlyList<CollapseOnset> onsets)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(onsets);
        if (rows.Count == 0)
        {
            return "No snapshot yet.";
        }

        var now = onsets.Where(onset => onset.Until is null).ToArray();
        var past = now.Length == 0 && onsets.Count > 0 ? " It had been seen earlier, and passed." : "";
        return now.Length == 0
            ? string.Create(CultureInfo.InvariantCulture, $"No collapse at step {rows[^1].Step:R}.{past}")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Collapse at step {rows[^1].Step:R}: {string.Join("; ", now.Select(o => $"{Name(o.Sign)} since step {o.Step:R}"))}.");
    }
}
