using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Counterexamples;

/// <summary>Effort of <see cref="RankAscent"/>.</summary>
public sealed record RankAscentSettings
{
    /// <summary>Ascents, each from the best points so far after a kick; the first one has none.</summary>
    public int Kicks { get; init; } = 40;

    /// <summary>Steps of one ascent.</summary>
    public int Steps { get; init; } = 60;
}

/// <summary>
/// Maximises the first-order ratio d_iso/L in the dimension of the points. States have a small loss L. The gradient is the envelope
/// derivative of the tangent program; a step maximises the linear models at the points and at rejected trials under "no triplet violated by
/// more than L", so that triplets which carry weight stay violated by L and new ones join; Gauss-Newton steps then restore the loss. The
/// radius of trust shrinks after a failure. Kicks are random moves of all points or of one, or an expansion of classes; every second one is
/// followed by packing.
/// </summary>
public sealed class RankAscent
{
    private const double LossShare = 1e-4;
    private const double LeastLossShare = 1e-6;
    private const double LargestLossShare = 1e-3;
    private const double LargestStateLoss = 3e-3;
    private const double FloorShare = 0.03;
    private const double FirstRadius = 0.02;
    private const double LeastRadius = 1e-6;
    private const int KeptCuts = 6;

    private readonly RankAscentSettings _settings;
    private readonly CancellationToken _cancellation;

    /// <summary>A search.</summary>
    /// <param name="settings">Effort.</param>
    /// <param name="cancellation">Stops it; what was reached is kept.</param>
    public RankAscent(RankAscentSettings settings, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (_settings, _cancellation) = (settings, cancellation);
    }

    /// <summary>Tangent programs solved so far.</summary>
    public long Evaluations { get; private set; }

    /// <summary>Climbs from a start.</summary>
    /// <param name="start">Any points.</param>
    /// <param name="random">Random numbers of this climb.</param>
    /// <returns>The best points and their first-order ratio, which is not proved; null when no state was reached.</returns>
    public (Embedding Points, double Ratio)? Climb(Embedding start, Random random)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(random);
        var best = Prepare(start) is { } first ? Ascend(first) : null;
        best = Better(best, Packed(start, random));
        for (var kick = 0; kick < _settings.Kicks && !_cancellation.IsCancellationRequested; kick++)
        {
            var moved = Kick.Apply(best?.Points ?? start, random);
            best = Better(best, random.Next(2) == 0 ? Packed(moved, random) : Prepare(moved) is { } state ? Ascend(state) : null);
        }

        return best is null ? null : (best.Points, best.Solution.Ratio);
    }

    /// <summary>Points near to the end of a climb whose weight-carrying triplets are violated by a share of its loss.</summary>
    /// <param name="f">The end of a climb.</param>
    /// <param name="share">The share, between 0 and 1.</param>
    /// <returns>Null when there are none near.</returns>
    public Embedding? WithLoss(Embedding f, double share)
    {
        ArgumentNullException.ThrowIfNull(f);
        return TangentProgram.Solve(f, CancellationToken.None) is { } tangent
            ? LossRestoration.Apply(f, [.. tangent.Triplets.Select(t => (t.Anchor, t.Positive, t.Negative))], share * tangent.Loss) : null;
    }

    private static State? Better(State? first, State? second) =>
        first is null || (second is not null && second.Solution.Ratio > first.Solution.Ratio) ? second : first;

    private State? Packed(Embedding f, Random random) =>
        Evaluate(new Jamming(LossShare, FloorShare, _cancellation).Apply(Kick.Contract(f), random)) is { } packed ? Ascend(packed) : null;

    /// <summary>Points nearly Triplet-Separated, with the classes expanded so that the tight triplets are violated.</summary>
    private State? Prepare(Embedding f)
    {
        var loss = Measures.TripletLoss.HardMined(f, cancellation: CancellationToken.None).Value;
        var diameter = Measures.Diameter.Compute(f, cancellation: CancellationToken.None).Value;
        if (!(loss >= LeastLossShare * diameter && loss <= LargestLossShare * diameter))
        {
            var tightening = new Tightening(_cancellation);
            var tight = tightening.Apply(f);
            Evaluations += tightening.Evaluations;
            if (tight is null)
            {
                return null;
            }

            f = Kick.Expand(tight, LossShare);
        }

        return Evaluate(f);
    }

    private State Ascend(State state)
    {
        var radius = FirstRadius * state.Solution.Scale;
        var cuts = new List<AscentCut> { Cut(state) };
        for (var step = 0; step < _settings.Steps && radius > LeastRadius * state.Solution.Scale
            && !_cancellation.IsCancellationRequested; step++)
        {
            var trial = Try(state, cuts, radius);
            if (trial is not null && trial.Solution.Ratio > state.Solution.Ratio * (1 + 1e-8))
            {
                (state, radius) = (trial, radius * 1.6);
                cuts = [Cut(state)];
            }
            else
            {
                radius *= 0.4;
                if (trial is not null && cuts.Count < KeptCuts)
                {
                    cuts.Add(Cut(trial));
                }
            }
        }

        return state;
    }

    private State? Try(State state, List<AscentCut> cuts, double radius)
    {
        var loss = state.Solution.Loss;
        if (AscentStep.Take(cuts, loss, FloorShare * state.Solution.Scale, radius, _cancellation) is not { } step)
        {
            return null;
        }

        // The ratio does not depend on the scale; at a fixed loss it gains a little from a larger one, so the diameter is kept.
        var factor = state.Solution.Scale / new PairDistances(step).Largest;
        var moved = step.WithPoints([.. step.Coordinates.ToArray().Select(x => x * factor)], step.Dimension);
        var distances = new PairDistances(moved);
        var slack = Math.Max(loss, 4 * radius * radius / state.Solution.Scale);
        var active = state.Solution.Triplets.Select(t => (t.Anchor, t.Positive, t.Negative))
            .Where(t => distances[t.Anchor, t.Positive] - distances[t.Anchor, t.Negative] > loss - slack).ToArray();
        return LossRestoration.Apply(moved, active, loss) is { } restored ? Evaluate(restored) : null;
    }

    private State? Evaluate(Embedding f)
    {
        Evaluations++;
        return TangentProgram.Solve(f, _cancellation) is { IsBalanced: true } solution && solution.Loss < LargestStateLoss * solution.Scale
            && new PairDistances(f).Smallest >= 0.5 * FloorShare * solution.Scale ? new State(f, solution) : null;
    }

    private static AscentCut Cut(State state) =>
        new(state.Points, state.Solution.Ratio, TangentGradient.Compute(state.Points, state.Solution));

    private sealed record State(Embedding Points, TangentSolution Solution);
}
