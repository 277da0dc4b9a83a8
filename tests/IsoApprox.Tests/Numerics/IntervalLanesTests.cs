using System.Runtime.Intrinsics;
using IsoApprox.Arithmetic;
using IsoApprox.Certificates.Gram;

namespace IsoApprox.Tests.Numerics;

/// <summary>Intervals in vectors against single ones and against exact sums.</summary>
public class IntervalLanesTests
{
    private static readonly double[] Special =
    [
        0, -0.0, double.Epsilon, -double.Epsilon, 2.2250738585072014e-308, -2.2250738585072009e-308, 1, -1, 3, 0.1, -0.1, 1e-160, 1e100,
        -1e100, 4503599627370497.5, 1 + 2.220446049250313e-16,
    ];

    [Fact]
    public void EveryLaneIsTheSingleInterval()
    {
        var rng = new Random(1);
        for (var trial = 0; trial < 20_000; trial++)
        {
            var (a, b) = (Sample(rng), Sample(rng));
            var (x, y) = (Lanes(a), Lanes(b));
            for (var lane = 0; lane < 4; lane++)
            {
                Assert.Equal(a[lane] + b[lane], (x + y)[lane]);
                Assert.Equal(a[lane] - b[lane], (x - y)[lane]);
                Assert.Equal(a[lane] * b[lane], (x * y)[lane]);
                Assert.Equal(a[lane].Square(), x.Square()[lane]);
                Assert.Equal((Interval)a[lane].Lower - b[lane].Upper, IntervalLanes.Difference(x.Lower, y.Upper)[lane]);
                Assert.Equal(a[1], IntervalLanes.Create(a[1])[lane]);
            }
        }
    }

    [Fact]
    public void PairsEncloseTheExactSums()
    {
        var rng = new Random(2);
        const int Points = 60, Coordinates = 7;
        double Number() => rng.Next(4) == 0
            ? Special[rng.Next(Special.Length - 2)]
            : Math.ScaleB(rng.NextDouble() - 0.5, rng.Next(-40, 40));
        double Small() => Number() is var v && Math.Abs(v) > 1e60 ? 1 : v;
        double[][] x = Columns(Coordinates, Points, Small), u = Columns(Coordinates, Points, Small);
        var pairs = WeightedPairs.Sum((
            PairMultipliers.From(Enumerable.Range(0, 400).Select(_ => (rng.Next(Points), rng.Next(Points), Small()))), 1));
        var lanes = new PairLanes(x, u, pairs);
        for (var first = 0; first < Coordinates; first += PairLanes.Width)
        {
            var result = lanes.Evaluate(first);
            for (var c = first; c < Math.Min(Coordinates, first + PairLanes.Width); c++)
            {
                AssertEnclose(x[c], u[c], pairs, result[c - first].Value.Value, result[c - first].Residual);
            }
        }
    }

    [Fact]
    public void WhatMightOverflowIsLeftOut()
    {
        double[][] x = Columns(4, 1200, () => 1), large = Columns(4, 1200, () => 1e61);
        var pairs = WeightedPairs.Sum((PairMultipliers.From(AllPairs(1)), 1));
        Assert.True(PairLanes.Applies(x, x, pairs));
        Assert.False(PairLanes.Applies(x, large, pairs));
        Assert.False(PairLanes.Applies(large, x, pairs));
        Assert.False(PairLanes.Applies(x, Columns(4, 1200, () => double.NaN), pairs));
        Assert.False(PairLanes.Applies(x, x, WeightedPairs.Sum((PairMultipliers.From(AllPairs(1e101)), 1))));

        static IEnumerable<(int, int, double)> AllPairs(double w) =>
            Enumerable.Range(0, 1200).SelectMany(i => Enumerable.Range(0, i).Select(j => (i, j, w)));
    }

    private static double[][] Columns(int coordinates, int points, Func<double> number) =>
        [.. Enumerable.Range(0, coordinates).Select(_ => Enumerable.Range(0, points).Select(_ => number()).ToArray())];

    private static void AssertEnclose(double[] x, double[] u, WeightedPairs pairs, Interval value, Interval[] residual)
    {
        var (sum, flows) = (ExactDyadic.Zero, Enumerable.Repeat(ExactDyadic.Zero, x.Length).ToArray());
        for (var e = 0; e < pairs.Count; e++)
        {
            var (i, j) = (pairs.First[e], pairs.Second[e]);
            Assert.True(pairs.Weights[e].IsPoint || pairs.Weights[e].Width < 1e-12 * Math.Abs(pairs.Weights[e].Upper));
            ExactDyadic w = pairs.Weights[e].Lower;
            var difference = (ExactDyadic)x[i] - x[j] + ((ExactDyadic)u[i] - u[j]);
            var flow = w * difference;
            (flows[i], flows[j], sum) = (flows[i] + flow, flows[j] - flow, sum + (flow * difference));
        }

        Assert.True((ExactDyadic)value.Lower <= sum && sum <= (ExactDyadic)value.Upper);
        Assert.True(value.Width <= 1e-12 * Math.Max(Math.Abs(value.Lower), Math.Abs(value.Upper)));
        for (var i = 0; i < x.Length; i++)
        {
            Assert.True((ExactDyadic)residual[i].Lower <= flows[i] && flows[i] <= (ExactDyadic)residual[i].Upper);
        }
    }

    private static Interval[] Sample(Random rng) => [.. Enumerable.Range(0, 4).Select(_ =>
    {
        double Number() => rng.Next(3) == 0 ? Special[rng.Next(Special.Length)] : Math.ScaleB(rng.NextDouble() - 0.5, rng.Next(-300, 300));
        var (a, b) = (Number(), Number());
        return rng.Next(4) == 0 ? a : new Interval(Math.Min(a, b), Math.Max(a, b));
    })];

    private static IntervalLanes Lanes(Interval[] values) => new(
        Vector256.Create([.. values.Select(v => v.Lower)]), Vector256.Create([.. values.Select(v => v.Upper)]));
}
