using IsoApprox.Certificates;
using IsoApprox.Certificates.Gram;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Nearest;

namespace IsoApprox.Solver.Counterexamples;

/// <summary>Effort of <see cref="FreeAscent"/>.</summary>
public sealed record FreeAscentSettings
{
    /// <summary>Ascents, each from the best points so far after a kick; the first one has none.</summary>
    public int Kicks { get; init; } = 20;

    /// <summary>Steps of one ascent.</summary>
    public int Steps { get; init; } = 30;

    /// <summary>Seed of the searches for the nearest embedding.</summary>
    public int Seed { get; init; } = 1;
}

/// <summary>
/// Maximises the certified bound of d_iso/L in free dimension. The matrix Q of a certificate does not depend on the points, so its
/// multipliers prove the root t of phi(t) = sum alpha [D - t]_+^2 - sum beta (D + t)^2 at every other embedding too; the derivative of that
/// root in the distances is the gradient (the envelope derivative of d_iso where the optimal multipliers are unique), and a step maximises
/// its linear model under "no triplet violated by more than L".
/// </summary>
public sealed class FreeAscent
{
    private const double FirstRadius = 0.1;
    private const double LeastRadius = 1e-5;
    private const double LeastLoss = 1e-6;
    private const double Gap = 1e-5;

    private readonly FreeAscentSettings _settings;
    private readonly CancellationToken _cancellation;

    /// <summary>A search.</summary>
    /// <param name="settings">Effort.</param>
    /// <param name="cancellation">Stops it; what was reached is kept.</param>
    public FreeAscent(FreeAscentSettings settings, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (_settings, _cancellation) = (settings, cancellation);
    }

    /// <summary>Searches for a nearest embedding so far.</summary>
    public long Evaluations { get; private set; }

    /// <summary>Climbs from a start.</summary>
    /// <param name="start">The points.</param>
    /// <param name="random">Random numbers of this climb.</param>
    /// <returns>The best points.</returns>
    public Embedding Climb(Embedding start, Random random)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(random);
        var best = Ascend(Evaluate(start));
        for (var kick = 0; kick < _settings.Kicks && !_cancellation.IsCancellationRequested; kick++)
        {
            var end = Ascend(Evaluate(Kick.Apply(best.Points, random)));
            best = end.Ratio > best.Ratio ? end : best;
        }

        return best.Points;
    }

    /// <summary>The search for the nearest embedding in free dimension that this climb uses.</summary>
    /// <param name="f">The points.</param>
    public NearestSolution Solve(Embedding f)
    {
        Evaluations++;
        return NearestSolver.Solve(
            f,
            new NearestSettings
            {
                Metric = NearestMetric.IsometricError,
                FreeDimension = true,
                Starts = 1,
                Threads = 1,
                Seed = _settings.Seed,
                Gap = Gap,
            },
            null,
            _cancellation);
    }

    private State Ascend(State state)
    {
        var diameter = new PairDistances(state.Points).Largest;
        var radius = FirstRadius * diameter;
        for (var step = 0; step < _settings.Steps && radius > LeastRadius * diameter && !_cancellation.IsCancellationRequested; step++)
        {
            var trial = state.Cut is { } cut && AscentStep.Take([cut], state.Loss, 0, radius, _cancellation) is { } moved
                ? Evaluate(moved)
                : null;
            if (trial is not null && trial.Ratio > state.Ratio * (1 + 1e-7))
            {
                (state, radius) = (trial, radius * 1.6);
            }
            else
            {
                radius *= 0.4;
            }
        }

        return state;
    }

    private State Evaluate(Embedding f)
    {
        var loss = Measures.TripletLoss.HardMined(f, cancellation: CancellationToken.None).Value;
        if (!(loss > LeastLoss * new PairDistances(f).Largest))
        {
            return new State(f, 0, loss, null);
        }

        var solution = Solve(f);
        return new State(
            f, solution.Lower / loss, loss, solution.Certificate is GramCertificate gram ? Cut(f, gram, solution.Lower) : null);
    }

    /// <summary>dt/dD_ij = (alpha [D - t]_+ - beta (D + t)) / (sum alpha [D - t]_+ + sum beta (D + t)).</summary>
    private static AscentCut Cut(Embedding f, GramCertificate certificate, double level)
    {
        var distances = new PairDistances(f);
        var terms = Terms(certificate.Alpha, 1).Concat(Terms(certificate.Beta, -1)).ToArray();
        var total = terms.Sum(t => Math.Abs(t.Value));
        var gradient = new double[f.Count * f.Dimension];
        foreach (var (i, j, value) in terms)
        {
            var (indices, values) = distances.Gradient([(i, j, value / total)]);
            for (var e = 0; e < indices.Length; e++)
            {
                gradient[indices[e]] += values[e];
            }
        }

        return new AscentCut(f, level, gradient);

        IEnumerable<(int I, int J, double Value)> Terms(PairMultipliers pairs, int sign) => Enumerable.Range(0, pairs.Count)
            .Select(
                e =>
                    (pairs.First[e], pairs.Second[e],
                        sign * pairs.Values[e] * Math.Max(0, distances[pairs.First[e], pairs.Second[e]] - (sign * level))));
    }

    private sealed record State(Embedding Points, double Ratio, double Loss, AscentCut? Cut);
}
