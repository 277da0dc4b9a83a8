using System.Globalization;
using IsoApprox.Solver.Nearest;
using IsoApprox.Studies.Predictions;

namespace IsoApprox.Studies.Diagnosing;

/// <summary>Verdict, cause and advice in words.</summary>
internal static class DiagnosisText
{
    /// <summary>An intervention must keep this much more of the extent to count as the cause.</summary>
    private const double Helps = 0.1;

    internal static Diagnosis Summarise(
        IReadOnlyList<BatchDiagnosis> batches, IReadOnlyList<Intervention> interventions, IReadOnlyList<LabelSuspect> suspects,
        IReadOnlyList<string> skipped)
    {
        var verdict = batches.GroupBy(batch => batch.Verdict).OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key)
            .First().Key;
        var collapses = verdict is CollapseVerdict.TotalCollapse or CollapseVerdict.PartialCollapse;
        var cause = collapses ? interventions.Where(IsHelp).MaxBy(i => i.Gain) : null;
        return new Diagnosis(
            batches, verdict, Sentence(batches, verdict), cause?.Name, interventions, suspects,
            [.. Advice(batches[0], verdict, interventions, suspects)], skipped);
    }

    private static string Sentence(IReadOnlyList<BatchDiagnosis> batches, CollapseVerdict verdict)
    {
        var batch = batches.First(b => b.Verdict == verdict);
        var (f, measures, solution) = (batch.Points, batch.Prediction.Measures, batch.Prediction.Solution);
        var kept = Percent(measures.Diameter.Value);
        var (within, between) = (Percent(measures.WithinClassSpread.Value), Percent(measures.BetweenClassSpread.Value));
        var words = verdict switch
        {
            CollapseVerdict.Undecided =>
                $"Undecided: the search was ended before it found anything nearer than '{solution.UpperSource}', "
                    + "whose collapse says nothing about f*",
            CollapseVerdict.Separated when AllCoincide(batch) =>
                "Collapsed already: all points coincide, which is Triplet-Separated, so the hard-mined loss without margin is 0",
            CollapseVerdict.Separated =>
                "No collapse: the embedding is Triplet-Separated already, and the hard-mined loss without margin is 0",
            CollapseVerdict.NoCollapse =>
                $"No collapse expected: the nearest Triplet-Separated embedding keeps {kept} of the diameter, "
                + $"{within} of the spread within classes and {between} between them",
            CollapseVerdict.ClassesContract =>
                $"No network collapse expected: classes contract to {within} of their spread, the spread between them becomes {between}, "
                + $"and {kept} of the diameter is kept",
            CollapseVerdict.ClassCollapse =>
                $"Class collapse expected: every class contracts to nearly one point ({within} of its spread) "
                    + $"while {kept} of the diameter is kept",
            CollapseVerdict.PartialCollapse =>
                $"Partial collapse expected: {kept} of the diameter and {Percent(measures.RmsRadius.Value)} of the mean extent are kept",
            _ => $"Total collapse expected: hardly anything nearer than all points in one is Triplet-Separated; "
                + $"{kept} of the diameter is kept",
        };
        var size = Text($" (N = {f.Count}, n = {f.Dimension}, {(f.ClassCount == 1 ? "1 class" : $"{f.ClassCount} classes")})");
        var agree = batches.Count > 1
            ? Text($"; {batches.Count(b => b.Verdict == verdict)} of {batches.Count} batches agree")
            : string.Empty;
        return words + size + agree + Certainty(verdict, solution, batch.Prediction) + ".";
    }

    private static string Certainty(CollapseVerdict verdict, NearestSolution solution, CollapsePrediction prediction)
    {
        if (solution.Upper == 0)
        {
            return string.Empty;
        }

        var open = solution.Gap > 0.01
            ? Text(
                $"; not proved optimal: d_haus is only known to a factor {solution.Upper / Math.Max(solution.Lower, double.Epsilon):0.00}")
            : string.Empty;
        return prediction.IsCanonical || verdict == CollapseVerdict.Undecided
            ? open
            : open + "; the second solve that makes f* unique is not converged";
    }

    private static IEnumerable<string> Advice(
        BatchDiagnosis batch, CollapseVerdict verdict, IReadOnlyList<Intervention> interventions, IReadOnlyList<LabelSuspect> suspects)
    {
        var (f, state) = (batch.Points, batch.Prediction.State);
        if (verdict == CollapseVerdict.Undecided)
        {
            yield return "give a larger --time-limit, or a smaller --batch";
        }

        if (verdict == CollapseVerdict.Separated && AllCoincide(batch))
        {
            yield return "go back to a state of the network whose outputs differ: between equal points no loss has a direction in which "
                + "to pull them apart";
            yield break;
        }

        if (verdict == CollapseVerdict.Separated)
        {
            yield return "nothing to do: raise the margin or mine over larger batches to find violated triplets";
            yield break;
        }

        foreach (var i in interventions.Where(i => verdict > CollapseVerdict.NoCollapse && IsHelp(i)).OrderByDescending(i => i.Gain))
        {
            var (after, before) = (Diagnose.Kept(i.Prediction.Measures), Diagnose.Kept(batch.Prediction.Measures));
            yield return Text($"{i.Change}: f* would keep {after:P0} of its extent instead of {before:P0}");
        }

        if (suspects.Count > 0)
        {
            var rows = string.Join(", ", suspects.Take(10).Select(s => s.Row)) + (suspects.Count > 10 ? ", ..." : string.Empty);
            yield return suspects.Count == 1
                ? $"check the label of row {rows}: f* moves it as far as it may, and its neighbours have another label"
                : $"check the labels of rows {rows}: f* moves them as far as it may, and their neighbours have another label";
        }

        if (LabelSuspects.LabelsMeanNothing(state))
        {
            yield return Text(
                $"{state.ViolatedTriplets:P0} of all triplets are violated (50 % is chance): labels do not order distances yet, ")
                + "so hardest negatives are noise; start with semi-hard or all triplets";
        }

        if (verdict is CollapseVerdict.TotalCollapse or CollapseVerdict.PartialCollapse && !state.HasSpareDimensions(f))
        {
            yield return Text($"with n >= rank + c - 1 = {state.Rank + f.ClassCount - 1} dimensions (now {f.Dimension}) d_haus is at most ")
                + Text($"{EmbeddingState.SpareFactor(f.ClassCount):0.00} R, so total collapse cannot be optimal");
        }
    }

    /// <summary>True when a change that was searched brings back enough.</summary>
    private static bool IsHelp(Intervention change) => change.Verdict != CollapseVerdict.Undecided && change.Gain >= Helps;

    /// <summary>True when several points are one.</summary>
    internal static bool AllCoincide(BatchDiagnosis batch) => batch.Points.Count > 1 && batch.Prediction.State.Diameter == 0;

    /// <summary>A value of an enumeration as it stands in JSON: camelCase.</summary>
    internal static string Name<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>A share in whole percent, "-" for none.</summary>
    internal static string Percent(double? share) => share is { } x ? x.ToString("P0", CultureInfo.InvariantCulture) : "-";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
