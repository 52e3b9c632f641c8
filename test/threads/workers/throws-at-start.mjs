throw new Error('the engine file is missing');
