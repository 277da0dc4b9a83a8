using IsoApprox.Embeddings;
using IsoApprox.Solver.Nearest;
using Spectre.Console;

namespace IsoApprox.Cli.Output;

/// <summary>A progress bar on stderr with the current interval, only when stderr is a terminal.</summary>
internal static class ProgressDisplay
{
    /// <summary>Runs <paramref name="work"/> with a progress bar, or silently when <paramref name="show"/> is false.</summary>
    internal static T Run<T>(TextWriter error, bool show, string title, Func<IProgress<SolveProgress>?, T> work)
    {
        if (!show)
        {
            return work(null);
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        return console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .Start(context => work(new Bar(context.AddTask(Shown(title)), title)));
    }

    /// <summary>
    /// Runs <paramref name="work"/> with a line that says what is being done, or silently when <paramref name="show"/> is false.
    /// </summary>
    internal static T RunWithStatus<T>(TextWriter error, bool show, string title, Func<IProgress<string>?, T> work)
    {
        if (!show)
        {
            return work(null);
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        return console.Status().Start(Shown(title), context => work(new Line(context)));
    }

    /// <summary>
    /// Runs <paramref name="work"/> with a progress bar that is told its share from 0 to 1 and a text, or silently when
    /// <paramref name="show"/> is false.
    /// </summary>
    internal static T RunWithShare<T>(TextWriter error, bool show, string title, Func<IProgress<(double Share, string Text)>?, T> work)
    {
        if (!show)
        {
            return work(null);
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        return console.Progress()
            .AutoClear(true)
            .Columns(
                new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(),
                new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context => work(new ShareBar(context.AddTask(Shown(title), maxValue: 1))));
    }

    private static string Shown(string text) => Markup.Escape(VisibleText.Of(text));

    private sealed class ShareBar(ProgressTask task) : IProgress<(double Share, string Text)>
    {
        public void Report((double Share, string Text) value)
        {
            task.Value = Math.Max(task.Value, value.Share);
            task.Description = Shown(value.Text);
        }
    }

    private sealed class Line(StatusContext context) : IProgress<string>
    {
        public void Report(string value) => context.Status = Shown(value);
    }

    private sealed class Bar(ProgressTask task, string title) : IProgress<SolveProgress>
    {
        public void Report(SolveProgress value)
        {
            task.MaxValue = Math.Max(1, value.Total);
            task.Value = value.Finished;
            task.Description = Shown($"{title} in {NumberText.Interval(value.Lower, value.Upper)}");
        }
    }
}
