using System.Globalization;
using IsoApprox.Certificates.Direction;

namespace IsoApprox.Solver.Directions;

/// <summary>Multipliers of a node as a leaf of a certificate: small ones left out, the others rounded, sums made to agree.</summary>
/// <param name="proof">The multipliers.</param>
/// <param name="scaling">Mix of the weights with the identity, and the factor of all other multipliers.</param>
/// <param name="f">The points.</param>
/// <param name="level">T, in the length of the points.</param>
/// <param name="share">Share of the largest multiplier of its kind below which a multiplier is left out.</param>
/// <param name="digits">Decimal digits.</param>
internal sealed class LeafWriter(
    NodeMultipliers proof, (double Mix, double Factor) scaling, ScaledPoints f, double level, double share, int digits)
{
    /// <summary>The leaf, or null when nothing is left.</summary>
    /// <param name="numbers">Number on the path of each cone of the proof.</param>
    internal DirectionLeaf? Write(int[] numbers)
    {
        var comparisons = Comparisons();
        var (conics, lines) = Cones();
        var weights = Array.ConvertAll(proof.Weights, w => Math.Max(0, w));
        var limit = share * weights.Max();
        var used = Array.ConvertAll(weights, w => w > limit);
        comparisons.ForEach(c => used[c.Anchor] = used[c.Other] = true);
        conics.ForEach(c => used[c.First] = used[c.Second] = true);
        lines.ForEach(c => used[c.Row] = true);
        var places = new int[used.Length];
        var rows = new List<int>();
        for (var i = 0; i < used.Length; i++)
        {
            places[i] = rows.Count;
            if (used[i])
            {
                rows.Add(i);
            }
        }

        var total = rows.Sum(i => weights[i]);
        return rows.Count == 0 || !(total > 0) ? null : new DirectionLeaf
        {
            Rows = [.. rows.Select(i => proof.Rows[i])],
            Weights = [.. rows.Select(i => Round(((1 - scaling.Mix) * weights[i] / total) + (scaling.Mix / rows.Count)))],
            Comparisons = [.. comparisons.Select(c => new ComparisonMultiplier(places[c.Anchor], places[c.Other], c.Value))],
            Cones = [.. conics.Select(c => c with { Cone = numbers[c.Cone], First = places[c.First], Second = places[c.Second] })],
            Lines = [.. lines.Select(c => c with { Cone = numbers[c.Cone], Row = places[c.Row] })],
            Slopes = proof.Slopes.Length > 0 ? Slopes(rows, comparisons) : [],
        };
    }

    /// <summary>
    /// The slopes, 0 for rows without lambda. What counts are differences that may be small, so places after the point are kept.
    /// </summary>
    private double[] Slopes(List<int> rows, List<ComparisonMultiplier> comparisons)
    {
        var n = f.Dimension;
        var needed = comparisons.Where(IsPositive).SelectMany(c => new[] { c.Anchor, c.Other }).ToHashSet();
        return [.. rows.SelectMany(i => needed.Contains(i) ? proof.Slopes[(i * n)..((i + 1) * n)] : new double[n])
            .Select(h => digits > 15 ? h : Math.Round(h, digits))];
    }

    /// <summary>lambda and nu of the anchors that keep both; nu scaled to the sum of lambda.</summary>
    private List<ComparisonMultiplier> Comparisons()
    {
        var result = new List<ComparisonMultiplier>();
        var largest = proof.Comparisons.Select(c => c.Value).DefaultIfEmpty().Max();
        foreach (var anchor in proof.Comparisons.Where(c => c.Value > share * largest).GroupBy(c => c.Anchor))
        {
            var (positive, negative) = (anchor.Where(IsPositive).ToList(), anchor.Where(c => !IsPositive(c)).ToList());
            if (positive.Count > 0 && negative.Count > 0)
            {
                var rounded = positive.ConvertAll(c => c with { Value = Round(scaling.Factor * c.Value) });
                var factor = rounded.Sum(c => c.Value) / negative.Sum(c => c.Value);
                result.AddRange(rounded.Where(c => c.Anchor != c.Other));
                result.AddRange(negative
                    .Select(c => c with { Value = negative.Count == 1 ? rounded.Sum(x => x.Value) : Round(factor * c.Value) }));
            }
        }

        return result;
    }

    private (List<ConeMultiplier> Conics, List<LineMultiplier> Lines) Cones()
    {
        var n = f.Dimension;
        var largest = proof.Conics.Select(c => c.Value[n]).DefaultIfEmpty().Max();
        var (conics, lines) = (new List<ConeMultiplier>(), new List<LineMultiplier>());
        foreach (var group in proof.Conics.Where(c => c.Value[n] > share * largest).GroupBy(c => (c.Cone, c.Kind)))
        {
            if (group.Key.Kind != ConeTermKind.Cross)
            {
                var all = proof.Lines.Where(x => (x.Cone, x.Kind) == group.Key && x.Value > 0).ToList();
                var sum = all.Sum(x => x.Value);
                var kept = all.Where(x => x.Value > Math.Min(share, 0.3) * sum).ToList();
                if (kept.Count == 0)
                {
                    continue;
                }

                lines.AddRange(kept.Select(x => x with { Value = kept.Count == 1 ? 1 : Round(x.Value / sum) }));
            }

            // The search subtracts kappa.x, the certificate adds it.
            conics.AddRange(group.Select(c => c with { Value = Array.ConvertAll(c.Value, Scaled) }).Select(c => Signed(c, n)));
        }

        return (conics, lines);
    }

    private static ConeMultiplier Signed(ConeMultiplier cone, int n)
    {
        var value = (double[])cone.Value.Clone();
        for (var k = 0; k < n; k++)
        {
            value[k] = 0 - value[k];
        }

        // On the boundary kappa_0 = |kappa| is implied.
        var length = Math.Sqrt(value.Take(n).Sum(x => x * x));
        value[n] = Math.Abs(value[n] - length) <= 1e-3 * length || value[n] < length ? 0 : value[n];
        return cone with { Value = value };
    }

    private double Scaled(double x) => Round(scaling.Factor * f.Unit / level * x);

    private bool IsPositive(ComparisonMultiplier c) => f.ClassOf(proof.Rows[c.Anchor]) == f.ClassOf(proof.Rows[c.Other]);

    private double Round(double x) =>
        digits > 16 ? x : double.Parse(x.ToString($"G{digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
