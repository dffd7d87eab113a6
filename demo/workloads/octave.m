% Products, solutions and Fourier transforms of 300 rows.
% tolerance: 1e-9
a = reshape(mod((1:90000) * 7919, 10007), 300, 300) / 10007;
printf("%.17g\n", (a * a)(1:50), (a \ a(:, 1))(1:50), abs(fft2(a))(1:50));
printf("THREADS %d\n", numel(readdir("/proc/self/task")) - 2);
