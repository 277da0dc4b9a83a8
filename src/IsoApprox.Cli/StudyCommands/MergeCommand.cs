using System.CommandLine;
using IsoApprox.Cli.Hosting;
using IsoApprox.Cli.Output;
using IsoApprox.Cli.Verbs;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Cli.StudyCommands;

/// <summary>Row files of the parts of a study into one.</summary>
internal sealed class MergeCommand : VerbCommand
{
    private readonly Argument<string[]> _files = new("FILES")
    {
        Description = "row files of one study (rows*.jsonl); of two rows of one run the later counts",
        Arity = ArgumentArity.OneOrMore,
    };

    internal MergeCommand()
        : base(
            "merge",
            "Puts row files of one study, computed by several processes, into one file. In the study's folder, rows.jsonl is what the "
                + "study reads and draws.",
            "isoapprox study merge part-1/rows-1-of-2.jsonl part-2/rows-2-of-2.jsonl --out study-out/collapse/rows.jsonl")
    {
        Common.OutIsResultFile = false;
        Common.Out.Description = "the file to write";
        Common.Out.Required = true;
        Arguments.Add(_files);
        Common.AddTo(this);
    }

    protected override string ResultName => "study-merge";

    protected override int Run(VerbRun run)
    {
        var output = run.Parse.GetRequiredValue(Common.Out)!;
        OutputTarget.RequireWritable(output);
        var files = run.Parse.GetRequiredValue(_files);
        var result = run.Read(() => RowMerge.Run(files, output), files);
        run.Result["input"] = null;
        run.Result["runs"] = result.Rows;
        run.Result["duplicates"] = result.Duplicates;
        run.Result["conflicts"] = result.Conflicts;
        run.Result["unreadable"] = result.Unreadable;
        run.Result["files"] = new System.Text.Json.Nodes.JsonArray(Path.GetFullPath(output));
        run.Report.Line(
            $"{output}: {result.Rows} runs; {result.Duplicates} duplicates left out, {result.Unreadable} lines could not be read");
        if (result.Conflicts > 0)
        {
            run.Result.Note($"{result.Conflicts} duplicates differ in more than the time taken: files of different versions or machines?");
        }

        return ExitCode.Success;
    }
}
