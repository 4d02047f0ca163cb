using BootLab.Cli;

return await CommandLine.RunAsync(args, CommandIo.Process());
