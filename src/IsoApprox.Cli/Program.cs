using IsoApprox.Cli;

return CommandLineApp.Run(args);
